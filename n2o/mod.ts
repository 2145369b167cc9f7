/**
 * N2O: terms, the protocol chain, sessions and endpoints.
 *
 * The module knows no framework and no store: mount its WebSocket endpoint with the bootstrap, or with anything that hands it frames.
 *
 * ```ts
 * import { atom, decode, encode, tuple } from "@n2o/n2o/n2o";
 *
 * const bytes = encode(tuple(atom("io"), "alert(1)", []));
 * const term = decode(bytes);
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
export * from "./bus/bus.ts";
export * from "./connection.ts";
export * from "./context.ts";
export * from "./cx.ts";
export * from "./error.ts";
export * from "./protocol/heart.ts";
export * from "./protocol/io.ts";
export * from "./term/key.ts";
export * from "./n2o.ts";
export * from "./page.ts";
export * from "./session/pickle.ts";
export * from "./term/plain.ts";
export * from "./proto.ts";
export * from "./session/secret.ts";
export * from "./server.ts";
export * from "./session/session.ts";
export * from "./table.ts";
export * from "./term/term.ts";
