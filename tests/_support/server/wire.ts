/**
 * A client of the wire that says whatever a test tells it to, over a socket or within the process.
 *
 * @module
 */
import { chat } from "../../../examples/sample/index.ts";
import { login } from "../../../examples/sample/login.ts";
import { type Application, application, type Config, kvs } from "../../../mod.ts";
import { decode, encode } from "../../../n2o/bert/bert.ts";
import { connection } from "../../../n2o/connection.ts";
import type { Level } from "../../../base/log.ts";
import type { Server } from "../../../n2o/server.ts";
import { Atom, Float, type Term, text, Tuple } from "../../../n2o/term/term.ts";

/** A term for comparing: atoms are `:name`, binaries their text, tuples arrays that start with `{}`. */
export type Shown = string | number | bigint | readonly Shown[];

/** What a server says: a text frame, or the term of a binary one (`<<>>` for one without bytes). */
export type Answer = { readonly text: string } | { readonly term: Term } | "empty";

/** A client. */
export interface Wire {
  /** Sends a text frame, a term, or any bytes. */
  text(text: string): void;
  term(term: Term): void;
  bytes(bytes: Uint8Array): void;
  /** The next frame of the server that was not taken yet. Rejects when there is none and the connection is closed. */
  next(): Promise<Answer>;
  /** What came before everything that the client sent so far was carried out, messages to itself included. */
  settled(): Promise<Answer[]>;
  /** Code and reason that the server closed with. */
  readonly closed: Promise<readonly [code: number, reason: string]>;
  /** Ends it as a client that leaves. */
  leave(): Promise<void>;
}

/** An entry of the log. */
export interface Entry {
  readonly level: Level;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;
}

/** A log that a test reads. */
export function notebook(): {
  log: (...entry: LogArgs) => void;
  /** The messages of warnings and errors since the last time. */
  take(): string[];
  entries: Entry[];
} {
  const entries: Entry[] = [];
  return {
    entries,
    log: (level, message, details) => void entries.push({ level, message, details }),
    take: () =>
      entries.splice(0).filter(({ level }) => level !== "info").map(({ message }) => message),
  };
}

type LogArgs = [Level, string, Readonly<Record<string, unknown>>?];

/** The sample on a store in memory, within this process. */
export async function sampleApplication(
  config: Partial<Config> = {},
): Promise<Application & { readonly db: kvs.Kvs }> {
  const kv = kvs.memoryKv(), db = kvs.kvs(kv);
  const made = await application({
    kv,
    routes: { "/app/login.htm": login, "/app/index.htm": chat(db) },
    secret: "a secret of more than sixteen letters",
    port: 0,
    hostname: "127.0.0.1",
    ...config,
  });
  return { ...made, db };
}

/** A client over a socket of its own; `headers` are those of a browser, where it is one. */
export async function dial(url: string, headers: Record<string, string> = {}): Promise<Wire> {
  // As: the option is Deno's own.
  const socket = new WebSocket(url, { headers } as never), inbox = queue();
  socket.binaryType = "arraybuffer";
  const closed = new Promise<readonly [number, string]>((resolve) =>
    socket.addEventListener("close", ({ code, reason }) => {
      inbox.end(`closed with ${code} ${reason}`);
      resolve([code, reason]);
    })
  );
  socket.addEventListener("message", ({ data }) => inbox.put(data));
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", reject);
  });
  return wire(inbox, (frame) => socket.send(frame), closed, () => socket.close());
}

/** A client within the process, that reads only if it is told to. */
export function link(
  server: Server,
  page: string,
  query = "",
  headers: Readonly<Record<string, string>> = {},
): Wire & { backlog: number; sent: number } {
  const inbox = queue(), end = Promise.withResolvers<readonly [number, string]>();
  const state = { backlog: 0, sent: 0 };
  const made = connection(server, page, { path: page, query, headers }, {
    send: (frame) => {
      state.sent++;
      inbox.put(typeof frame === "string" ? frame : frame.slice().buffer);
    },
    close: (code, reason) => {
      inbox.end(`closed with ${code} ${reason}`);
      end.resolve([code, reason]);
    },
    get backlog() {
      return state.backlog;
    },
  });
  const base = wire(inbox, (frame) => made.receive(frame), end.promise, () => {
    made.closed("the client left");
    end.resolve([1000, ""]);
  });
  return Object.assign(state, base);
}

/** A client that sends by `send` and reads what `inbox` holds. */
export function wire(
  inbox: Queue,
  send: (frame: string | ArrayBuffer) => void,
  closed: Wire["closed"],
  close: () => void,
): Wire {
  /** An empty text waits for its turn, as a PING does not. */
  async function echo(): Promise<Answer[]> {
    const before: Answer[] = [];
    send("");
    for (;;) {
      const answer = await inbox.next();
      if (answer === "") return before;
      before.push(answerOf(answer));
    }
  }
  return {
    text: send,
    term: (term) => send(encode(term).slice().buffer),
    bytes: (bytes) => send(bytes.slice().buffer),
    next: async () => answerOf(await inbox.next()),
    // What an event sends to its own page waits behind the first, but not behind the second.
    settled: async () => [...await echo(), ...await echo()],
    closed,
    leave: async () => {
      close();
      await closed;
    },
  };
}

function answerOf(frame: string | ArrayBuffer): Answer {
  if (typeof frame === "string") return { text: frame };
  return frame.byteLength === 0 ? "empty" : { term: decode(frame) };
}

/** Frames in the order in which they came. */
export interface Queue {
  put(frame: string | ArrayBuffer): void;
  /** No more come: whoever waits, and asks from now on, is told why. */
  end(reason: string): void;
  next(): Promise<string | ArrayBuffer>;
}

/** A queue of frames. */
export function queue(): Queue {
  const held: (string | ArrayBuffer)[] = [];
  let waiting: PromiseWithResolvers<string | ArrayBuffer> | undefined, ended: Error | undefined;
  return {
    put(frame: string | ArrayBuffer) {
      if (waiting === undefined) held.push(frame);
      else waiting.resolve(frame);
      waiting = undefined;
    },
    end(reason: string) {
      ended = new Error(reason);
      waiting?.reject(ended);
    },
    next(): Promise<string | ArrayBuffer> {
      const frame = held.shift();
      if (frame !== undefined) return Promise.resolve(frame);
      if (ended !== undefined) return Promise.reject(ended);
      waiting = Promise.withResolvers();
      return waiting.promise;
    },
  };
}

/** A term for comparing. */
export function shown(term: Term): Shown {
  if (term instanceof Atom) return `:${term.name}`;
  if (term instanceof Tuple) return ["{}", ...term.elements.map(shown)];
  if (Array.isArray(term)) return term.map(shown);
  if (term instanceof Map) {
    return ["#{}", ...[...term].map(([key, value]) => [shown(key), shown(value)])];
  }
  if (typeof term === "number" || typeof term === "bigint") return term;
  if (term instanceof Float) return `${term.value}.0`;
  return text(term) ?? "no text";
}

/** An answer for comparing: a text is `"text"` and itself. */
export function shownAnswer(answer: Answer): Shown {
  if (answer === "empty") return "empty";
  return "text" in answer ? ["text", answer.text] : shown(answer.term);
}

/** The parts of `{io, Code, Data}`. */
export function io(answer: Answer | undefined): { code: Term; data: Term } {
  if (answer !== undefined && answer !== "empty" && "term" in answer) {
    const { term } = answer;
    if (term instanceof Tuple && term.length === 3) {
      const [, code = [], data = []] = term.elements;
      return { code, data };
    }
  }
  throw new Error(`no io: ${JSON.stringify(answer)}`);
}

/** The token that an `{io, _, {'Token', T}}` hands out. */
export function tokenOf(answer: Answer | undefined): string {
  const { data } = io(answer);
  const found = data instanceof Tuple && shown(data)[1 as never] === ":Token"
    ? text(data.elements[1] ?? [])
    : undefined;
  if (found === undefined) throw new Error("no token");
  return found;
}

/** The pickles of the bindings in an answer on our wire, by element and type: `send click`. */
export function bindings(answer: Answer | undefined): Record<string, string> {
  const { code } = io(answer), found: Record<string, string> = {};
  if (!Array.isArray(code)) throw new Error("no instructions");
  for (const each of code) {
    if (!(each instanceof Tuple) || shown(each.elements[0] ?? []) !== ":bind") continue;
    const [, target = [], type = [], pickle = []] = each.elements;
    found[`${text(target)} ${text(type)}`] = text(pickle) ?? "";
  }
  return found;
}

/** The pickles in the JavaScript of an answer on the classic wire, by element; the first of each. */
export function classicPickles(code: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (
    const [, target = "", pickle = ""] of code.matchAll(/bin\('([^']*)'\),bin\('([\w-]+)'\),\[/g)
  ) {
    found[target] ??= pickle;
  }
  return found;
}
