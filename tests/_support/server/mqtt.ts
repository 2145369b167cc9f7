/**
 * Clients over MQTT that say whatever a test tells them to.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { connect, type IClientOptions, type MqttClient } from "../../../n2o/mqtt/deps.ts";
import { actionsTopic, eventsTopic, pageLevel } from "../../../n2o/endpoint/mqtt/topic.ts";
import { take } from "./carriers.ts";
import { queue, type Wire, wire } from "./wire.ts";

/** How a client comes. */
export interface MqttClientOptions {
  readonly version?: "3.1.1" | "5";
  readonly qos?: 0 | 1 | 2;
  /** The page, its path and query. */
  readonly page: string;
  /** Its client id; another one each time by default. */
  readonly client?: string;
  /** The level of the page, where it is another than that of `page`. */
  readonly level?: string;
  readonly node?: number;
  readonly service?: string;
  readonly owner?: string;
  /** What it sends first: `OPEN,` by default. */
  readonly open?: string;
  /** Whether its last will ends its connection; true by default. */
  readonly will?: boolean;
  readonly user?: string;
  readonly password?: string;
}

/** A client, with what is below it. */
export interface MqttWire extends Wire {
  readonly client: string;
  readonly events: string;
  readonly actions: string;
  readonly link: MqttClient;
}

/** What a client of MQTT is told for a version. */
export function connectOptions(
  { version = "5", client, user, password }: Partial<MqttClientOptions>,
): IClientOptions {
  return {
    protocolVersion: version === "5" ? 5 : 4,
    reconnectPeriod: 0,
    ...client !== undefined && { clientId: client },
    ...user !== undefined && { username: user },
    ...password !== undefined && { password },
  };
}

/** A client that has subscribed to its actions and said the first word. */
export async function dialMqtt(url: string, options: MqttClientOptions): Promise<MqttWire> {
  const { qos = 1, node = 1, service = "app", owner = "n2o", open = "OPEN," } = options;
  const { client = crypto.randomUUID(), level: page = pageLevel(options.page), will = true } =
    options;
  const events = eventsTopic({ owner, service }, { page, node, client });
  const actions = actionsTopic({ page, client }), inbox = queue();
  const end = Promise.withResolvers<readonly [number, string]>();
  const link = connect(url, {
    ...connectOptions({ ...options, client }),
    ...will && { will: { topic: events, payload: Buffer.from("CLOSE"), qos, retain: false } },
  });
  link.on("message", (_topic, bytes) => take(inbox, bytes, (...why) => end.resolve(why)));
  link.on("error", () => {});
  link.on("close", () => {
    inbox.end("the broker is gone");
    end.resolve([1006, ""]);
  });
  await new Promise((resolve, reject) => {
    link.once("connect", resolve);
    link.once("error", reject);
    link.once("close", () => reject(new Error("not connected")));
  });
  await link.subscribeAsync(actions, { qos });
  const send = (frame: string | ArrayBuffer) => {
    const payload = typeof frame === "string" ? frame : Buffer.from(frame);
    link.publish(events, payload, { qos }, () => {});
  };
  if (open !== "") send(open);
  const base = wire(inbox, send, end.promise, () => {
    if (will) send("CLOSE");
    link.end();
  });
  // Whom the server ends ends as well.
  end.promise.then(() => link.end());
  return Object.assign(base, { client, events, actions, link });
}

/** Ends a client of the library's; one that has lost its connection would never say that it has ended. */
export async function endLink(link: MqttClient): Promise<void> {
  const isConnected = link.connected;
  const closed = new Promise<void>((resolve) => link.once("close", () => resolve()));
  link.end(true);
  if (isConnected) await closed;
}
