/**
 * The part of the client that speaks through a broker, `/n2o/mqtt.js`: loaded by pages whose script has `data-mqtt`, and by no others.
 *
 * @module
 */
import type { connect } from "../connection.ts";
import { dial } from "./socket.ts";

/** Connects the page over its broker. It is handed what does so over any carrier. */
export default function overBroker(
  _: unknown,
  connectOver: typeof connect,
  perform: Parameters<typeof connect>[1],
): void {
  connectOver(dial, perform);
}
