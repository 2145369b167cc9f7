/**
 * A broker between clients and servers, as a host of applications sees it: it knows no library of one.
 *
 * @module
 */
import type { Req } from "../cx.ts";
import type { Server } from "../server.ts";

/** What a page gets by HTTP to connect over a broker, for one connection. */
export interface Invitation {
  /** The broker's address for browsers: `wss://broker.example/mqtt`. */
  readonly url: string;
  /** The id to connect with. */
  readonly client: string;
  /** The topic of its events. */
  readonly events: string;
  /** The topic of the actions for it. */
  readonly actions: string;
  /** What its connection begins with, `OPEN,` before it: good for a minute, for this client. */
  readonly ticket: string;
  /** As whom browsers connect, where the broker asks for it. */
  readonly user?: string;
  /** With which password. */
  readonly password?: string;
}

/** A carrier of frames between browsers and servers, other than a WebSocket of the server itself. */
export interface Carrier {
  /** The broker's address for browsers, for `connect-src`; `undefined` where they do not come this way. */
  readonly browsers: string | undefined;
  /** Connects a server; what it resolves to ends that. */
  start(server: Server): Promise<{ close(): Promise<void> }>;
  /** Invites the page of a request; `undefined` where browsers do not come this way, or no page has the path. */
  invite(server: Server, req: Req): Invitation | undefined;
}
