/**
 * Where pages come from, as a browser sees it: documents by HTTP, frames over a socket.
 *
 * @module
 */
import type { Plain } from "../../../n2o/mod.ts";

/** What a browser hears of a socket. */
export interface Ears {
  /** It is open. */
  open(): void;
  /** A frame came. */
  frame(data: string | ArrayBuffer): void;
  /** It is closed. */
  closed(code: number, reason: string): void;
}

/** A socket, as a browser holds it. */
export interface Wire {
  /** Sends a frame. */
  send(frame: string | Uint8Array<ArrayBuffer>): void;
  /** Closes it from the browser's side. */
  close(): void;
  /** Events that the server has not answered, where only what it says tells that; 0 where `isBusy` of the site knows. */
  readonly unanswered: number;
}

/** Who somebody is from the beginning. */
export interface Login {
  /** Whose name the session has. */
  readonly user?: string;
  /** Names of the roles that the session has; none where none are given. */
  readonly roles?: readonly string[];
  /** What the session holds. */
  readonly session?: Readonly<Record<string, Plain>>;
}

/** What serves pages. */
export interface Site {
  /** Scheme, host and port of its addresses: `http://n2o.test` within the process. */
  readonly origin: string;
  /** Answers a request. */
  fetch(request: Request): Promise<Response>;
  /** Opens a socket. */
  socket(url: URL, headers: Readonly<Record<string, string>>, ears: Ears): Promise<Wire>;
  /** Whether the server is at work, as far as that can be seen from here. */
  isBusy(): boolean;
  /** The cookie of a session that is somebody's already, as `Cookie` has it. */
  cookie(login: Login): Promise<string>;
  /** Ends what was begun for the tests. */
  close(): Promise<void>;
}
