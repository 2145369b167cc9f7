/**
 * The transfer of one file: the conversation with the server, chunk by chunk.
 *
 * A chunk is read when it is its turn, so that no more of a file is in memory than is under way. Chunks grow while answers come soon and
 * shrink while they come late: what the person does meanwhile stands behind them in the same socket.
 *
 * @module
 */
import { carry, type Header } from "./address.ts";
import { frame, type Said } from "./frame.ts";
import type { Row, State } from "./row.ts";

/** The record `ftpack` as the client's own terms have it. */
export type Answer = readonly [
  tag: symbol,
  id: string,
  sid: string,
  name: string,
  reason: string,
  size: number,
  offset: number,
  block: number,
  data: string,
  status: string,
  headers: readonly Header[],
];

/** What a transfer needs. */
export interface Means {
  /** Sends a frame, where there is a connection. */
  send(bytes: Uint8Array<ArrayBuffer>): void;
  /** It has come to rest; with `true` it is over. */
  rested(isOver?: boolean): void;
}

const SMALL = 4_096;
/** Milliseconds within which an answer is soon, and after which it is late. */
const SOON = 150, LATE = 600;
const PAUSE = 500;
const TRIES = 6;
/** Refusals that another `init` may help, and those that it may help later, when the person asks for it. */
const AGAIN = /^(offset|window|unknown|failed|session|count)$/, LATER = /^(taken|quota|full)$/;

/** The transfer of one file: over as many connections as it takes, until it is done or cancelled. */
export class Transfer {
  /** Where it is. */
  state: State = "waiting";
  /** Whose it is, as the server says; nobody's before it began. */
  owner = "";
  readonly #said: Said;
  readonly #row: Row;
  readonly #means: Means;
  /** Most bytes of a chunk: as the server says, 0 while it has not; and as the line takes. */
  #block = 0;
  #chunk = 4 * SMALL;
  #window = 1;
  /** The byte that is to be sent next. */
  #next = 0;
  #tries = 0;
  /** When each frame was sent whose answer is to come, and how many answers before these belong to what was given up. */
  #open: number[] = [];
  #stale = 0;
  #isReading = false;
  #isCancelled = false;
  /** Whether the file has arrived at an address. */
  #isThere = false;
  /** Why it failed last. */
  #reason = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop: (() => void) | undefined;

  constructor(said: Said, row: Row, means: Means) {
    this.#said = said;
    this.#row = row;
    this.#means = means;
    row.show("waiting");
  }

  /** Begins, or goes on over a new connection. */
  begin(): void {
    if (this.#stop) return;
    this.#leave();
    this.#stale = 0;
    this.#ask();
  }

  /** Begins once more, as the person wants. */
  again(): void {
    this.#isThere = false;
    this.#ask();
  }

  /** The connection is gone; what goes to an address does not need it. */
  pause(): void {
    if (this.#stop) return;
    this.#leave();
    this.#show("offline");
  }

  /** Gives it up: what is stored is removed. */
  cancel(): void {
    this.#row.item.remove();
    this.#isCancelled = true;
    const isOthers = this.state === "failed" && this.#reason === "taken";
    if (isOthers || this.state === "waiting" || this.state === "done") {
      return this.#means.rested(true);
    }
    this.state = "running";
    this.#ask();
  }

  /** Takes an answer of the server. */
  answer([, , , , reason, size, offset, block, , status, headers]: Answer): void {
    if (this.#stale && reason !== "aborted") return void this.#stale--;
    const took = performance.now() - this.#open.shift()!;
    if (this.state !== "running") return;
    if (this.#isCancelled) return this.#means.rested(true);
    if (status === "error") return this.#refused(reason);
    this.#row.progress(offset);
    if (headers.some(([name]) => name.description === "address")) return this.#carry(headers);
    if (offset === size && !block) return this.#rest("done");
    if (status === "send") {
      this.#tries = 0;
      if (took < SOON) this.#chunk = Math.min(this.#chunk * 2, block);
      else if (took > LATE && this.#chunk > SMALL) this.#chunk /= 2;
    } else {
      this.#next = offset;
      this.#window = headers[0]?.[1] as number ?? 1; // {window, N}
    }
    this.#block = block;
    this.#pump();
  }

  #ask(): void {
    this.#leave();
    this.#open = [0];
    if (!this.#isCancelled) this.#show("running");
    const status = this.#isCancelled ? "abort" : this.#isThere ? "done" : "init";
    this.#means.send(frame(this.#said, status));
  }

  async #pump(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    const { file } = this.#said;
    try {
      while (this.#block && this.#open.length < this.#window && this.#next < file.size) {
        const at = this.#next, end = at + Math.min(this.#chunk, this.#block), open = this.#open;
        const data = new Uint8Array(await file.slice(at, end).arrayBuffer());
        if (open !== this.#open || !this.#block) continue; // asked anew meanwhile
        this.#next += data.length;
        open.push(performance.now());
        this.#means.send(frame(this.#said, "send", at, data));
      }
    } catch {
      this.fail("file");
    }
    this.#isReading = false;
  }

  #carry(headers: readonly Header[]): void {
    const { file } = this.#said;
    this.#stop = carry({
      file,
      headers,
      progress: this.#row.progress,
      over: (isThere) => {
        this.#stop = undefined;
        this.#isThere = isThere;
        if (isThere) this.#ask();
        else this.#refused("failed");
      },
    });
  }

  #refused(reason: string): void {
    if (!AGAIN.test(reason) || this.#tries > TRIES) return this.fail(reason);
    this.#leave();
    this.#timer = setTimeout(() => this.#ask(), PAUSE * 2 ** this.#tries);
    if (reason === "count") this.#show("running", reason);
    else this.#tries++;
  }

  /** It is not gone on with, unless the person wants it where that may help; `isUntold`: the server was not asked. */
  fail(reason: string, isUntold?: boolean): void {
    this.#reason = reason;
    const mayHelp = isUntold || reason === "file" || AGAIN.test(reason) || LATER.test(reason);
    this.#rest("failed", reason, mayHelp);
    // What another connection was asked it does not answer here.
    if (isUntold) this.#stale = 0;
  }

  #rest(state: State, word?: string, again?: boolean): void {
    this.#leave();
    this.#tries = 0;
    this.#show(state, word, again);
    this.#means.rested(state === "done");
  }

  #show(state: State, word?: string, again?: boolean): void {
    this.state = state;
    this.#row.show(state, word, again);
  }

  /** Nothing more is sent; what was is answered yet, but its answers count no more. */
  #leave(): void {
    clearTimeout(this.#timer);
    this.#stop?.();
    this.#stop = undefined;
    this.#block = 0;
    this.#stale += this.#open.length;
    this.#open = [];
  }
}
