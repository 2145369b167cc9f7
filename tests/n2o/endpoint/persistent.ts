/**
 * A client over a broker that comes back whenever it is cut off, and sends again what was not acknowledged: as the one in a browser does.
 *
 * @module
 */
import { atom, tuple } from "../../../n2o/bert/bert.ts";
import { equal } from "../../_support/assert.ts";
import { dialMqtt, endLink, type MqttWire } from "../../_support/server/mqtt.ts";
import { bindings, tokenOf } from "../../_support/server/wire.ts";
import { data, hello, pickle } from "../page.ts";

/** What a client does. */
export interface Persistent {
  /** The number of the member that it chooses. */
  readonly node: number;
  /** Events that it sends, one after the other. */
  readonly events: number;
  /** Is told each that was acknowledged: `client-1-0a1b2c3d:1`. */
  readonly acknowledged?: (text: string) => void;
}

/** Says all its events to the button `go` of the page `/p`; resolves when each was acknowledged. */
export async function persistent(
  url: string,
  { node, events, acknowledged: told = () => {} }: Persistent,
): Promise<void> {
  let token = "", acknowledged = 0;
  const name = `client-${node}-${crypto.randomUUID().slice(0, 8)}`;
  while (acknowledged < events) {
    let wire: MqttWire | undefined;
    try {
      wire = await dialMqtt(url, { page: "/p", node });
      const inTime = late(wire);
      wire.term(hello(token, name));
      const answer = await inTime(wire.next());
      token = tokenOf(answer);
      const go = bindings(answer)["go click"] ?? "";
      while (acknowledged < events) {
        const seq = acknowledged + 1, text = `${name}:${seq}`;
        wire.term(pickle("go", go, [tuple(atom("text"), text)], seq));
        equal(await inTime(data(wire)), ["{}", ":ack", seq]);
        acknowledged++;
        told(text);
      }
      await wire.leave();
    } catch (error) {
      if (error instanceof Error && error.name === "AssertionError") throw error;
      if (wire !== undefined) await endLink(wire.link);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Gives an answer up after a while, as a client does that hears no heartbeat. */
function late(wire: MqttWire): <T>(answer: Promise<T>) => Promise<T> {
  return async (answer) => {
    const timer = setTimeout(() => wire.link.end(true), 500);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
    }
  };
}
