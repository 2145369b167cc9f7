/**
 * The MQTT endpoint: the members of a server's ring connect to a broker, hear the events of clients and answer on their topics, as the
 * original's `n2o_mqtt` does.
 *
 * An entry point of its own, because it loads a client of MQTT, which needs `--allow-net`. It runs where code may not be made of text. The
 * server's `services` name the application for the table `mqtt`: its four members, `/shop/mqtt/1` to `/shop/mqtt/4`, are processes under
 * the server's supervisor. Of several machines on one broker each has some of the members. Which topics there are and what is said on them
 * stands in `n2o/WIRE.md`; beside this file are an access list and settings for mosquitto.
 *
 * ```ts ignore
 * import * as n2o from "@n2o/n2o/n2o";
 * import { mqtt } from "@n2o/n2o/n2o/mqtt";
 *
 * const page = { event: () => {} };
 * const secret = "sixteen or more random characters";
 * const server = n2o.server({ secret, routes: { "/": page }, services: { mqtt: ["shop"] } });
 * await n2o.start(server);
 * const endpoint = await mqtt(server, { url: "mqtt://n2o:password@localhost:1883" });
 * ```
 *
 * @module
 */
import { createHmac } from "node:crypto";
import { deadline, isInteger } from "../../../base/mod.ts";
import { N2oError } from "../../error.ts";
import type { Formatter } from "../../format/formatter.ts";
import type { Req } from "../../cx.ts";
import { route } from "../../cx.ts";
import { PATIENCE } from "../../mqtt/link.ts";
import type { Qos } from "../../mqtt/outbox.ts";
import { type BrokerSettings, type BrokerTarget, targetOf } from "../../mqtt/target.ts";
import { fromNode } from "../../process/partition.ts";
import type { Pid } from "../../process/pid.ts";
import { lookup, members } from "../../process/ring.ts";
import type { Frame } from "../../proto.ts";
import { pid, stop as stopPi } from "../../service/pi.ts";
import { processesOf } from "../../service/processes.ts";
import { startMqtt } from "../../service/start.ts";
import type { Server } from "../../server.ts";
import { bytesOf } from "../carry.ts";
import type { Carrier, Invitation } from "../../transport.ts";
import { Machines } from "./machines.ts";
import { Member } from "./member.ts";
import { ring, type ToPublish } from "./ring.ts";
import { clientId, opened, ticket } from "./ticket.ts";
import { actionsTopic, checkedTopic, eventsTopic, level, pageLevel, readEvents } from "./topic.ts";

export type { BrokerSettings, Carrier, Invitation, Qos };

/** How browsers reach the broker. */
export interface BrowserBroker {
  /** Its address there: `wss://broker.example/mqtt`. */
  readonly url: string | URL;
  /** As whom all of them connect; without a user by default. Every visitor can read it. */
  readonly user?: string;
  /** The password of that user; every visitor can read it, too. */
  readonly password?: string;
}

/** What the endpoint is told. */
export interface MqttOptions extends BrokerSettings {
  /** The level of the topics that tells owners apart, `n2o` by default: `/events/OWNER/SERVICE/...`. */
  readonly owner?: string;
  /** The quality of service of answers, and the most that events are heard with: 1 by default. */
  readonly qos?: Qos;
  /** How terms are written and read; what the server chooses by default, else BERT. */
  readonly formatter?: Formatter;
  /** How browsers reach the broker; they do not by default. */
  readonly browser?: BrowserBroker;
}

/** An endpoint that is connected. */
export interface MqttEndpoint {
  /** The names of the members that this machine has at the moment. */
  readonly members: readonly string[];
  /** Lets nobody new in, and has other machines go on; resolves when nobody is left and the links are closed. */
  close(): Promise<void>;
}

/** What settings say, checked. */
interface Checked {
  readonly target: BrokerTarget;
  readonly owner: string;
  readonly qos: Qos;
  readonly formatter: Formatter | undefined;
  readonly browser: (BrowserBroker & { readonly url: string }) | undefined;
}

/**
 * Connects the members of a server's rings to a broker.
 *
 * Rejects with {@linkcode N2oError} `config` for settings that cannot work and a server whose `services` name nothing for `mqtt`,
 * `unavailable` where the broker cannot be reached, and `already_started` for a server that is connected already.
 */
export async function mqtt(server: Server, options: MqttOptions = {}): Promise<MqttEndpoint> {
  return await connected(server, checked(options));
}

/**
 * The endpoint as a setting of the host: `application({ mqtt: mqttCarrier({ url }) })` connects when it listens and ends when it stops.
 *
 * @throws {N2oError} `config` for settings that cannot work.
 */
export function mqttCarrier(options: MqttOptions = {}): Carrier {
  const settings = checked(options);
  return {
    browsers: settings.browser?.url,
    start: (server) => connected(server, settings),
    invite: (server, req) => invitation(server, settings, req),
  };
}

/**
 * Has a member publish to a topic (`n2o_mqtt:send/3`); resolves when the broker has it.
 *
 * Rejects with {@linkcode N2oError} `value` for a topic that is none, `unavailable` where the member is not connected here, and as
 * `send` of a process does.
 */
export async function send(member: Pid, topic: string, message: Frame): Promise<void> {
  const publish: ToPublish = { type: "mqtt", topic: checkedTopic(topic), bytes: bytesOf(message) };
  await member.send(publish);
}

function checked(options: MqttOptions): Checked {
  const { owner = "n2o", qos = 1, formatter, browser } = options;
  if (!isInteger(qos, 0, 2)) throw new N2oError("config", "qos: give 0, 1 or 2");
  if (browser !== undefined && !/^wss?:$/.test(URL.parse(browser.url)?.protocol ?? "")) {
    throw new N2oError("config", "browser: give the ws: or wss: URL of the broker as its url");
  }
  return {
    target: targetOf(options),
    owner: level(owner, "owner"),
    qos,
    formatter,
    browser: browser && { ...browser, url: String(new URL(browser.url)) },
  };
}

/** The applications of a server on this table, with the names of their members. */
function servicesOf(server: Server): ReadonlyMap<string, readonly string[]> {
  const rings = [...processesOf(server).rings.get("mqtt") ?? []];
  if (rings.length === 0) {
    throw new N2oError(
      "config",
      'services: name an application for this table: { mqtt: ["shop"] }',
    );
  }
  return new Map(
    rings.map(([app, ring]) => [level(app, "services"), members(ring).map(fromNode)] as const),
  );
}

async function connected(server: Server, settings: Checked): Promise<MqttEndpoint> {
  const services = servicesOf(server),
    { members: modules } = processesOf(server),
    all = new Map<string, Member>(),
    { target, owner } = settings;
  if (modules.has("mqtt")) {
    throw new N2oError("already_started", "mqtt: this server is connected to a broker already");
  }
  let owned: ReadonlySet<string> = new Set(), isClosing = false;
  for (const [service, names] of services) {
    for (const name of names) {
      all.set(
        name,
        new Member({
          ...settings,
          server,
          service: { owner, service },
          node: numberOf(name),
          client: `${name}-${credentialsHash(target, owner, name)}`,
          isClosing: () => isClosing,
        }),
      );
    }
  }
  const { module, own } = ring(all);
  const changed = (now: ReadonlySet<string>) => own(owned = now);
  const machines = new Machines({ server, target, owner, services, changed });
  modules.set("mqtt", module);
  try {
    await machines.open();
    await begin(server, services);
    await heard([...owned].flatMap((name) => all.get(name) ?? []), server);
  } catch (error) {
    modules.delete("mqtt");
    await machines.close();
    throw error;
  }
  server.checks.set("mqtt", () => isClosing || machines.isSettled);
  return {
    get members() {
      return [...owned];
    },
    async close() {
      isClosing = true;
      await Promise.all([...all.values()].map((each) => each.dismiss("the server stops")));
      await machines.close();
      await Promise.all([...all.values()].map((each) => each.end("the server stops")));
    },
  };
}

/** Starts the members; those that `n2o.start` has started without a broker are started anew. */
async function begin(
  server: Server,
  services: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  for (const name of [...services.values()].flat()) {
    if (pid("mqtt", name, server) !== undefined) await stopPi("mqtt", name, server);
  }
  await startMqtt(server);
}

/** Resolves when all of them hear their clients: whoever comes from now on is not missed. */
async function heard(owned: readonly Member[], { clock }: Server): Promise<void> {
  const error = () =>
    new N2oError("unavailable", `MQTT: the members heard nothing in ${PATIENCE} ms`);
  await deadline(Promise.all(owned.map(({ ready }) => ready)), { ms: PATIENCE, error, clock });
}

/** `4` of `/shop/mqtt/4`. */
function numberOf(name: string): number {
  return Number(name.slice(name.lastIndexOf("/") + 1));
}

/** Client ids of members must not be guessed: who connects with one takes its place. */
function credentialsHash(
  { user = "", password = "" }: BrokerTarget,
  owner: string,
  name: string,
): string {
  const key = `${user}:${password}`;
  return createHmac("sha256", key).update(`${owner} ${name}`).digest("base64url").slice(0, 16);
}

function invitation(server: Server, settings: Checked, req: Req): Invitation | undefined {
  const { browser, owner } = settings, [found] = processesOf(server).rings.get("mqtt") ?? [];
  if (browser === undefined || found === undefined) return undefined;
  if (route(server.routes, req.path) === undefined) return undefined;
  const [service, ring] = found, client = clientId(), page = pageLevel(req.path);
  const node = numberOf(fromNode(lookup(ring, client)));
  const { url, user, password } = browser, made = ticket(server, { client, req });
  const events = eventsTopic({ owner, service }, { page, node, client });
  // A path or a query that is too long for a topic or a ticket: its client would come again for ever.
  if (readEvents(events) === undefined || opened(server, made) === undefined) return undefined;
  return {
    url,
    client,
    events,
    actions: actionsTopic({ page, client }),
    ticket: made,
    ...user !== undefined && { user },
    ...password !== undefined && { password },
  };
}
