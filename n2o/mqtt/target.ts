/**
 * Where a broker of MQTT is, and as whom it is spoken to.
 *
 * @module
 */
import { credentialsOf } from "../../base/mod.ts";
import { N2oError } from "../error.ts";

/** Which broker. */
export interface BrokerSettings {
  /**
   * `mqtt://user:password@host:port`, `mqtts:` for TLS with the authorities that the host trusts, `ws:` or `wss:` for a WebSocket:
   * `mqtt://localhost:1883` unless told.
   */
  readonly url?: string | URL;
  /** The version of MQTT that is spoken: "5" by default, or "3.1.1". */
  readonly version?: "3.1.1" | "5";
}

/** A broker. */
export interface BrokerTarget {
  /** Its address, without credentials: for messages, too. */
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  readonly version: 4 | 5;
}

const PROTOCOLS = ["mqtt:", "mqtts:", "ws:", "wss:"];

/**
 * The broker that settings name.
 *
 * @throws {N2oError} `config` for what is no address of one, or another version.
 */
export function targetOf(
  { url = "mqtt://localhost:1883", version = "5" }: BrokerSettings,
): BrokerTarget {
  const text = String(url), parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (parsed === undefined || !PROTOCOLS.includes(parsed.protocol) || parsed.host === "") {
    throw new N2oError("config", "url: give a mqtt:, mqtts:, ws: or wss: URL of a broker");
  }
  if (version !== "3.1.1" && version !== "5") {
    throw new N2oError("config", 'version: give "3.1.1" or "5"');
  }
  const { username, password } = credentialsOf(parsed.href);
  parsed.username = parsed.password = "";
  return {
    url: parsed.href,
    version: version === "5" ? 5 : 4,
    ...username !== undefined && { user: username },
    ...password !== undefined && { password },
  };
}
