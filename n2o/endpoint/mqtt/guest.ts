/**
 * A client that comes over a broker, as the transport of its connection.
 *
 * @module
 */
import { messageOf } from "../../../base/mod.ts";
import { connection } from "../../connection.ts";
import type { Req } from "../../cx.ts";
import type { Formatter } from "../../format/formatter.ts";
import type { Server } from "../../server.ts";
import type { Connection } from "../../transport.ts";
import { bytesOf, farewell } from "../carry.ts";
import { greeting } from "./greeting.ts";
import { isInvited } from "./ticket.ts";

/** What a client is made of. */
export interface GuestOptions {
  readonly server: Server;
  readonly page: string;
  readonly req: Req;
  readonly formatter: Formatter;
  /** Its id at the broker. */
  readonly client: string;
  /** Publishes to its topic; rejects where the broker does not take it. */
  readonly say: (bytes: Uint8Array) => Promise<void>;
  /** Bytes of the longest frame that the broker takes for it. */
  readonly room: () => number;
  /** Bytes that wait for the broker, of all clients of the member. */
  readonly waiting: () => number;
  /** Takes it out of the member's clients. */
  readonly gone: (guest: Guest) => void;
}

/** How many times the bytes that may wait for one client may wait for all of a member. */
const SHARE = 16;

/** A client that comes over a broker: its connection, and what waits to be published to it. */
export class Guest {
  readonly made: Connection;
  /** Resolves when it was told that its connection ended, or cannot be. */
  readonly left: Promise<void>;
  readonly #options: GuestOptions;
  readonly #left = Promise.withResolvers<void>();
  #backlog = 0;
  #isOpen = true;

  constructor(options: GuestOptions) {
    const { server, page, req, formatter } = this.#options = options;
    this.left = this.#left.promise;
    this.made = connection(server, page, req, {
      send: (frame) => this.#send(bytesOf(frame)),
      close: (code, reason) => this.#close(code, reason),
      // What waits is counted here, with what waits for all others.
      backlog: 0,
      formatter,
    });
  }

  /** Whether a frame may be one of this client: a greeting has to be of the session that the connection has. */
  admits(frame: string | ArrayBuffer): boolean {
    const { server: { limits }, formatter } = this.#options;
    if (this.made.cx.session === "") return true;
    const bounds = { maxSize: limits.frame, atoms: limits.atoms };
    const token = greeting(frame, formatter, bounds);
    return token === undefined || this.owns(token);
  }

  /** Whether a token is of the session that the connection has; a browser has none. */
  owns(token: string): boolean {
    const { server: { sessions }, client } = this.#options, { session, former } = this.made.cx;
    if (session === "" || (token === "" && isInvited(client))) return true;
    const named = sessions.named(token);
    return named !== undefined && [session, ...former].includes(named);
  }

  /** Ends it without a word: nobody hears it, or somebody else speaks to it by now. */
  end(reason: string): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#options.gone(this);
    this.made.closed(reason);
    this.#left.resolve();
  }

  get request(): Req {
    return this.#options.req;
  }

  #send(bytes: Uint8Array): void {
    const { server: { limits }, say, waiting, room } = this.#options, most = room();
    if (bytes.length > most) {
      return this.#drop(1009, `an answer of ${bytes.length} bytes, the broker takes ${most}`);
    }
    if (this.#backlog > limits.backlog || waiting() > limits.backlog * SHARE) {
      // Said here too: nobody knows when the client will hear it.
      return this.#drop(1013, "the broker takes too long");
    }
    this.#backlog += bytes.length;
    say(bytes).then(
      () => this.#backlog -= bytes.length,
      (error) => this.end(messageOf(error)),
    );
  }

  /** Ends it for a reason that a person should know. */
  #drop(code: number, reason: string): void {
    if (!this.#isOpen) return;
    const { server: { metrics, peers }, page, req } = this.#options;
    metrics.count("n2o_refused", { reason: `closed with ${code}` });
    peers.warn(req.address, `connection closed: ${reason}`, { page, code });
    this.made.close(code, reason);
  }

  #close(code: number, reason: string): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const { formatter, say, gone } = this.#options;
    gone(this);
    const done = () => {
      this.made.closed(reason);
      this.#left.resolve();
    };
    // Where the broker is lost as well there is nobody to tell.
    say(farewell(code, reason, formatter)).then(done, done);
  }
}
