/**
 * A broker of MQTT 3.1.1 in this process whose bytes a test writes: it grants what it is asked, keeps what machines retain of themselves,
 * and delivers what the test has it deliver.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import "../permission.ts";
import { generate, type Packet, parser } from "./mqtt_packet.ts";

/** A broker. */
export interface Scripted extends AsyncDisposable {
  /** `mqtt://127.0.0.1:port`. */
  readonly url: string;
  /** Takes each message that a client published, but for those of machines about themselves. */
  published: (topic: string, payload: Uint8Array) => void;
  /** Acknowledges no message from now on. */
  withhold(): void;
  /** Acknowledges all that were not, and those that come. */
  acknowledge(): void;
  /** Sends bytes to the clients that subscribed to a filter with this beginning; resolves when their sockets want more. */
  send(filter: string, bytes: Uint8Array): Promise<void>;
}

/** The bytes of a message of QoS 0. */
export function messageOf(topic: string, payload: Uint8Array | string, retain = false): Uint8Array {
  return generate({
    cmd: "publish",
    topic,
    payload: Buffer.from(payload),
    qos: 0,
    dup: false,
    retain,
  });
}

/** Starts one. */
export async function startScripted(): Promise<Scripted> {
  const clients = new Map<Socket, string[]>(), retained = new Map<string, Uint8Array>();
  let withheld: (() => void)[] | undefined;
  const listener = createServer({ noDelay: true }, (socket) => {
    clients.set(socket, []);
    const reading = parser({ protocolVersion: 4 });
    reading.on("packet", (packet) => take(socket, packet));
    socket.on("data", (bytes: Buffer) => reading.parse(bytes));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => clients.delete(socket));
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo; // as: what listens on a port has an address with one
  const put = (socket: Socket, packet: Packet) => socket.write(generate(packet));

  function take(socket: Socket, packet: Packet): void {
    if (packet.cmd === "connect") put(socket, CONNACK);
    else if (packet.cmd === "pingreq") put(socket, { cmd: "pingresp" });
    else if (packet.cmd === "subscribe") subscribe(socket, packet);
    else if (packet.cmd === "publish") publish(socket, packet);
  }
  function subscribe(socket: Socket, packet: Packet & { cmd: "subscribe" }): void {
    const topics = packet.subscriptions.map(({ topic }) => topic);
    clients.get(socket)?.push(...topics);
    put(socket, { cmd: "suback", messageId: packet.messageId ?? 0, granted: topics.map(() => 1) });
    if (!topics.some((topic) => topic.startsWith(NODES))) return;
    for (const [topic, payload] of retained) socket.write(messageOf(topic, payload, true));
  }
  function publish(socket: Socket, packet: Packet & { cmd: "publish" }): void {
    const { topic, messageId, qos, payload } = packet, bytes = new Uint8Array(Buffer.from(payload));
    if (qos > 0) {
      const acknowledge = () => put(socket, { cmd: "puback", messageId: messageId ?? 0 });
      if (withheld === undefined) acknowledge();
      else withheld.push(acknowledge);
    }
    if (!topic.startsWith(NODES)) return self.published(topic, bytes);
    retained.set(topic, bytes);
    void self.send(NODES, messageOf(topic, bytes));
  }

  const self: Scripted = {
    url: `mqtt://127.0.0.1:${port}`,
    published: () => {},
    withhold: () => void (withheld ??= []),
    acknowledge() {
      withheld?.forEach((each) => each());
      withheld = undefined;
    },
    async send(filter, bytes) {
      const drained = [...clients].filter(([, filters]) =>
        filters.some((each) => each.startsWith(filter))
      ).map(([socket]) => socket.write(bytes) ? undefined : once(socket, "drain"));
      await Promise.all(drained);
    },
    async [Symbol.asyncDispose]() {
      for (const socket of clients.keys()) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
  return self;
}

/** How topics begin in which machines say that they are there. */
const NODES = "/nodes/";
const CONNACK: Packet = { cmd: "connack", returnCode: 0, sessionPresent: false };
