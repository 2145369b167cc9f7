/**
 * N2O: terms, the protocol chain, sessions and endpoints.
 *
 * The module knows no framework and no store: mount its WebSocket endpoint (`n2o/endpoint/ws.ts`) with the bootstrap, or hand the frames
 * of any other transport to a `connection`. The codec alone is `n2o/bert.ts`.
 *
 * ```ts
 * import { connection, encode, type Frame, type Protocol, reply, server, unknown } from "@n2o/n2o/n2o";
 *
 * const echo: Protocol = {
 *   info: (message) => message.type === "term" ? reply({ bert: message.term }) : unknown,
 * };
 * const shop = server({ secret: "sixteen or more random characters", protocols: [echo] });
 *
 * const sent: Frame[] = [];
 * const transport = { send: (frame: Frame) => void sent.push(frame), close() {}, backlog: 0 };
 * const client = connection(shop, "/shop", { path: "/shop", query: "", headers: {} }, transport);
 * client.receive(encode("tea").slice().buffer);
 * if (String(sent[0]) !== String(encode("tea"))) throw new Error("no echo");
 * ```
 *
 * @module
 */
export {
  type Clock,
  consoleLog,
  type Level,
  type Log,
  silentLog,
  systemClock,
} from "../base/mod.ts";
export * as bert from "./bert/bert.ts";
export * from "./bert/bert.ts";
export type { Bus, BusSettings, Receiver, RemoteBus } from "./bus/bus.ts";
export { type LocalBus, localBus } from "./bus/local.ts";
export { isLost, isNotice, isSent, Lost, type Notice, type Sendable, Sent } from "./bus/news.ts";
export type { Claimant, ClaimCommit, ClaimRead, ClaimRow, Claims } from "./claim/claims.ts";
export { type Attempt, carrying } from "./claim/attempt.ts";
export type { ClaimedEvent, EventOutcome, Ledger, MakeLedger } from "./claim/ledger.ts";
export { connection } from "./connection.ts";
export type {
  Asleep,
  Carrier,
  Connection,
  Invitation,
  Sleeper,
  Sleepy,
  Transport,
} from "./transport.ts";
export type { Traffic } from "./limit/rate.ts";
export { type Context, context, current, flush, hold, type Link } from "./context.ts";
export { type Cx, type Page, type Req, route, type Routes } from "./cx.ts";
export { N2oError, type N2oErrorCode } from "./error.ts";
export type { CheckedFamily, Family, Labels } from "./metrics/family.ts";
export {
  type Counter,
  type Measured,
  type Metrics,
  metrics,
  type Reading,
  type Sample,
} from "./metrics/metrics.ts";
export * from "./n2o.ts";
export {
  type Chain,
  format,
  type Frame,
  heart,
  type Message,
  type News,
  type Payload,
  PING,
  type Protocol,
  push,
  type Reply,
  reply,
  stream,
  unknown,
  written,
} from "./proto.ts";
export type { Formatter, ReadBounds } from "./format/formatter.ts";
export { ackData, io, noCode, type Refusal, refusal, tokenData, unready } from "./io.ts";
export { type Incident, incident, timed } from "./incident.ts";
export { defaultLimits, type Limits } from "./limits.ts";
export type { Peers } from "./limit/peers.ts";
export type { Watch, Watched } from "./limit/watch.ts";
export {
  type Closable,
  defaultTables,
  end,
  type Server,
  server,
  type ServerOptions,
  type Services,
  stop,
  sweep,
} from "./server.ts";
export { type Found, greeted, isBrowser, present, ticket, told } from "./present.ts";
export { cookieName, cookieOf, cookiesOf, isCookieName } from "./session/cookie.ts";
export {
  complaintOf,
  type Guard,
  localPath,
  loginAddress,
  type Principal,
  type Verdict,
  verdict,
} from "./session/guard.ts";
export { guarded, type GuardedPage, principal, refused, returnPath } from "./guarded.ts";
export { isInside, visit, type Visited, type Visitor } from "./visit.ts";
export {
  depickleGcm,
  depickleSecret,
  type Pickler,
  pickler,
  type Secret,
  type SecretOptions,
  seededSid,
  type Unsealed,
} from "./session/pickle.ts";
export { Opened, type Seals } from "./session/seals.ts";
export type { SessionRow, SessionRows, SessionStorage } from "./session/rows.ts";
export {
  type Authenticated,
  type Changed,
  type SessionEntry,
  type SessionOptions,
  type Sessions,
  sessions,
  type SessionSettings,
} from "./session/session.ts";
export * as presence from "./presence.ts";
export {
  type Held,
  isPresence,
  type MakePresence,
  type Meta,
  type Person,
  type Presence,
  PresenceChange,
  type Watcher,
} from "./presence/presence.ts";
export type { SessionChange } from "./session/change.ts";
export type { Tickets } from "./session/ticket.ts";
export {
  type Rank,
  type Table,
  table,
  tableOf,
  type TableOptions,
  type TableRow,
} from "./table.ts";
export { fromTerm, type Key, keyText, type Plain, toTerm } from "./term/plain.ts";
