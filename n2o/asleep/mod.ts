/**
 * Connections on a host that sleeps between messages, as a Durable Object does: what such a host keeps of each with its socket, and goes
 * on from when it wakes.
 *
 * An entry of its own: other hosts load nothing of it.
 *
 * @module
 */
export type { Traffic } from "../limit/rate.ts";
export type { Held } from "../presence/presence.ts";
export { checkRoom, fromBytes, toBytes } from "./bytes.ts";
export { wake } from "../endpoint/ws.ts";
export { socketPresence } from "../presence/socket.ts";
export type { Asleep, Sleeper, Sleepy } from "../transport.ts";
