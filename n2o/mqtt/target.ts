/**
 * Where a broker of MQTT is, and as whom it is spoken to.
 *
 * @module
 */
import { isInteger } from "../../base/mod.ts";
import { credentialsOf } from "../../base/redis.ts";
import { N2oError } from "../error.ts";

/** Which broker is spoken to, and how. */
export interface BrokerSettings {
  /**
   * `mqtt://user:password@host:port`, `mqtts:` for TLS with the authorities that the host trusts, `ws:` or `wss:` for a WebSocket:
   * `mqtt://localhost:1883` unless told.
   */
  readonly url?: string | URL;
  /** The version of MQTT that is spoken: "5" by default, or "3.1.1". */
  readonly version?: "3.1.1" | "5";
  /**
   * Bytes of the longest packet that the broker takes, where it does not say so itself, as it does in version 5 only (for mosquitto
   * `max_packet_size`); by default 1,048,576 in version 3.1.1, which is what the strictest of the usual ones take, and no bound in version 5,
   * where a broker that says nothing has none. A longer one is not sent: the broker would end the connection, of all who share it.
   */
  readonly packet?: number;
}

/** A broker as its settings name it, checked and with what they leave out. */
export interface BrokerTarget {
  /** Its address, without credentials: for messages, too. */
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  readonly version: 4 | 5;
  readonly packet: number;
}

/** Bytes of the longest packet to a broker that cannot tell how much it takes. */
const UNTOLD = 1_048_576;
/** Bytes of the longest packet of MQTT. */
const MOST = 268_435_460;
const PROTOCOLS = ["mqtt:", "mqtts:", "ws:", "wss:"];

/**
 * The broker that settings name.
 *
 * @throws {N2oError} `config` for what is no address of one, another version, or no length of a packet.
 */
export function targetOf(
  {
    url = "mqtt://localhost:1883",
    version = "5",
    packet = version === "5" ? Infinity : UNTOLD,
  }: BrokerSettings,
): BrokerTarget {
  const text = String(url), parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (parsed === undefined || !PROTOCOLS.includes(parsed.protocol) || parsed.host === "") {
    throw new N2oError("config", "url: give a mqtt:, mqtts:, ws: or wss: URL of a broker");
  }
  if (version !== "3.1.1" && version !== "5") {
    throw new N2oError("config", 'version: give "3.1.1" or "5"');
  }
  if (packet !== Infinity && !isInteger(packet, 1_024, MOST)) {
    throw new N2oError("config", `packet: give the bytes of a packet, 1,024 to ${MOST}`);
  }
  const { username, password } = credentialsOf(parsed.href);
  parsed.username = parsed.password = "";
  return {
    url: parsed.href,
    version: version === "5" ? 5 : 4,
    packet,
    ...username !== undefined && { user: username },
    ...password !== undefined && { password },
  };
}
