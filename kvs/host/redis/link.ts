/** The connection that scripts are sent on, and what happens when it is lost. */
import type { Buffer } from "node:buffer";
import { backoff, type Clock, sleep } from "../../../base/mod.ts";
import { withoutCommand } from "../../../base/redis.ts";
import { KvsError } from "../../error.ts";
import { answer, isPassing, isUnsent, refused } from "./answer.ts";
import type { Client } from "./client.ts";
import type { Script } from "./script.ts";

/** What a script is given beside its keys. */
export type Argument = string | Buffer;

/** Bounds of the first wait before a script is sent again, and of any wait, in milliseconds. */
const FIRST_WAIT = 8, LONGEST_WAIT = 256;

/** How a link keeps its patience. */
export interface LinkOptions {
  /** Milliseconds for which a script is sent again. */
  readonly patience: number;
  readonly clock: Clock;
  /** Spreads the waits: 0 (included) to 1 (excluded). */
  readonly random: () => number;
  /** The key in Redis of what a script calls by name. */
  readonly keyOf: (name: string) => string;
}

/** Sends scripts, and sends them again when the connection was lost. */
export class Link {
  readonly #client: Client;
  readonly #options: LinkOptions;
  readonly #wait: (attempt: number) => number;
  readonly #closing = new AbortController();

  constructor(client: Client, options: LinkOptions) {
    this.#client = client;
    this.#options = options;
    this.#wait = backoff({ first: FIRST_WAIT, longest: LONGEST_WAIT, random: options.random });
  }

  /**
   * Runs a script, which must do the same when it runs twice.
   *
   * @throws {KvsError} `unavailable` where Redis could not be reached and nothing was changed,
   * `unknown` where it may have been, `full` where Redis has no room, `store` for what else it
   * refuses, `closed`.
   */
  async run(script: Script, args: readonly Argument[]): Promise<unknown> {
    const { clock, patience } = this.#options, { signal } = this.#closing, started = clock.now();
    let sent = false;
    for (let attempt = 0;; attempt++) {
      signal.throwIfAborted();
      try {
        return await this.#evaluate(script, args);
      } catch (error) {
        signal.throwIfAborted();
        withoutCommand(error);
        const answered = answer(error);
        if (answered !== undefined && !isPassing(answered)) throw refused(answered, error);
        // reconnecting finds the primary that has taken over
        if (answered?.startsWith("READONLY")) this.#client.disconnect(true);
        sent ||= script.writes && answered === undefined && !isUnsent(error);
        if (clock.now() - started >= patience) throw this.#lost(sent, error);
      }
      await sleep(clock, this.#wait(attempt), signal);
    }
  }

  async #evaluate({ sha, text, keys }: Script, args: readonly Argument[]): Promise<unknown> {
    const rest = [String(keys.length), ...keys.map(this.#options.keyOf), ...args];
    try {
      return await this.#client.callBuffer("evalsha", [sha, ...rest]);
    } catch (error) {
      if (!answer(error)?.startsWith("NOSCRIPT")) throw error;
      return await this.#client.callBuffer("eval", [text, ...rest]);
    }
  }

  #lost(sent: boolean, cause: unknown): KvsError {
    const why = `Redis could not be reached for ${this.#options.patience} ms`;
    return sent
      ? new KvsError("unknown", `${why}: it is not known whether the commit was applied`, { cause })
      : new KvsError("unavailable", `${why}: nothing was changed, try again later`, { cause });
  }

  /** Disconnects; what was not answered fails, and what waits for its next attempt. */
  close(): void {
    this.#closing.abort(new KvsError("closed", "the store is closed"));
    this.#client.disconnect();
  }
}
