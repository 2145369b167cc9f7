/** The connection that scripts are sent on, and what happens when it is lost. */
import type { Buffer } from "node:buffer";
import { KvsError } from "../../error.ts";
import { answer, isPassing, isUnsent, refused, withoutCommand } from "./answer.ts";
import type { Client } from "./client.ts";
import type { Script } from "./script.ts";

/** What a script is given beside its keys. */
export type Argument = string | Buffer;

/** The first wait is up to this many milliseconds, every next one up to twice as long. */
const FIRST = 8, LONGEST = 256;

/** Sends scripts, and sends them again when the connection was lost. */
export class Link {
  readonly #client: Client;
  readonly #patience: number;
  readonly #keyOf: (name: string) => string;
  readonly #sleepers = new Set<() => void>();
  #closed = false;

  /** `keyOf` gives the key in Redis of what a script calls by name. */
  constructor(client: Client, patience: number, keyOf: (name: string) => string) {
    this.#client = client;
    this.#patience = patience;
    this.#keyOf = keyOf;
  }

  /**
   * Runs a script, which must do the same when it runs twice.
   *
   * @throws {KvsError} `unavailable` where Redis could not be reached and nothing was changed,
   * `unknown` where it may have been, `full` where Redis has no room, `store` for what else it
   * refuses, `closed`.
   */
  async run(script: Script, args: readonly Argument[]): Promise<unknown> {
    const started = performance.now();
    let sent = false;
    for (let longest = FIRST;; longest = Math.min(longest * 2, LONGEST)) {
      if (this.#closed) throw closedError();
      try {
        return await this.#evaluate(script, args);
      } catch (error) {
        if (this.#closed) throw closedError();
        withoutCommand(error);
        const answered = answer(error);
        if (answered !== undefined && !isPassing(answered)) throw refused(answered, error);
        // reconnecting finds the primary that has taken over
        if (answered?.startsWith("READONLY")) this.#client.disconnect(true);
        sent ||= script.writes && answered === undefined && !isUnsent(error);
        if (performance.now() - started >= this.#patience) throw this.#lost(sent, error);
      }
      await this.#sleep(Math.random() * longest);
    }
  }

  async #evaluate({ sha, text, keys }: Script, args: readonly Argument[]): Promise<unknown> {
    const rest = [String(keys.length), ...keys.map(this.#keyOf), ...args];
    try {
      return await this.#client.callBuffer("evalsha", [sha, ...rest]);
    } catch (error) {
      if (!answer(error)?.startsWith("NOSCRIPT")) throw error;
      return await this.#client.callBuffer("eval", [text, ...rest]);
    }
  }

  #lost(sent: boolean, cause: unknown): KvsError {
    const why = `Redis could not be reached for ${this.#patience} ms`;
    return sent
      ? new KvsError("unknown", `${why}: it is not known whether the commit was applied`, { cause })
      : new KvsError("unavailable", `${why}: nothing was changed, try again later`, { cause });
  }

  /** Ends early when the link is closed. */
  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#sleepers.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#sleepers.add(end);
    });
  }

  /** Disconnects; what was not answered fails. */
  close(): void {
    this.#closed = true;
    this.#client.disconnect();
    for (const end of this.#sleepers) end();
  }
}

function closedError(): KvsError {
  return new KvsError("closed", "the store is closed");
}
