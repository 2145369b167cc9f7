/**
 * A member of the ring on a broker: hears the events of the clients that chose its number, and answers on their topics.
 *
 * @module
 */
import { messageOf } from "../../../base/mod.ts";
import { N2oError } from "../../error.ts";
import { bert } from "../../format/bert.ts";
import type { Formatter } from "../../format/formatter.ts";
import { Link } from "../../mqtt/link.ts";
import type { Qos } from "../../mqtt/outbox.ts";
import type { BrokerTarget } from "../../mqtt/target.ts";
import type { Server } from "../../server.ts";
import { farewell, frameOf } from "../carry.ts";
import { greeting } from "./greeting.ts";
import { Guest } from "./guest.ts";
import { isInvited, opened } from "./ticket.ts";
import {
  actionsTopic,
  eventsFilter,
  type EventsTopic,
  readEvents,
  readPage,
  type Service,
} from "./topic.ts";

/** What a member is made of. */
export interface MemberOptions {
  readonly server: Server;
  readonly target: BrokerTarget;
  readonly service: Service;
  /** Its number: the level of the topics that it hears. */
  readonly node: number;
  /** Its client id at the broker, the same on every machine: the broker has one client of a name. */
  readonly client: string;
  /** How answers are published, and how events are heard at most. */
  readonly qos: Qos;
  readonly formatter: Formatter | undefined;
  /** Whether nobody new is let in. */
  readonly isClosing: () => boolean;
}

/** The frames that are words of the carrier: how a connection begins, and how it ends. */
const OPEN = "OPEN,", CLOSE = "CLOSE";
/** Bytes that a packet may have beside its frame: the topic and the properties. */
const BESIDE = 131_072;
/** Answers in a second to those who have no connection. */
const STRANGERS = 1_000;

/** A member of the ring: one client of the broker, with the connections of all who chose its number. */
export class Member {
  readonly #options: MemberOptions;
  /** Clients by their topic, and the topics by the client: each has one connection. */
  readonly #guests = new Map<string, Guest>();
  readonly #topics = new Map<string, string>();
  #link: Link | undefined;
  readonly #ready = Promise.withResolvers<void>();
  #isOwn = false;
  #ending: Promise<void> | undefined;
  #waiting = 0;
  #second = 0;
  #answered = 0;

  constructor(options: MemberOptions) {
    this.#options = options;
  }

  /** Resolves when it hears its clients for the first time, or need not. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Begins to hear its clients, or has another machine do so. */
  own(isOwn: boolean): void {
    // Who waits for a member that was here waits no more; one that was not yet may come.
    if (this.#isOwn && !isOwn) this.#ready.resolve();
    this.#isOwn = isOwn;
    if (!isOwn) this.#ending ??= this.end("another machine goes on").finally(() => this.#ended());
    else if (this.#link === undefined && this.#ending === undefined) this.#begin();
  }

  /** The broker has one client of a name: the next link would cut off what the last one still says. */
  #ended(): void {
    this.#ending = undefined;
    if (this.#isOwn) this.#begin();
  }

  /** Publishes to any topic; resolves when the broker has it. */
  publish(topic: string, bytes: Uint8Array): Promise<void> {
    return this.#link?.publish(topic, bytes, this.#options.qos) ??
      Promise.reject(
        new N2oError(
          "unavailable",
          "MQTT: this member is connected on another machine, or nowhere",
        ),
      );
  }

  /** Closes all connections with 1001; resolves when they were told. */
  async dismiss(reason: string): Promise<void> {
    const guests = [...this.#guests.values()];
    for (const { made } of guests) made.close(1001, reason);
    await Promise.all(guests.map(({ left }) => left));
  }

  /** Closes all connections, then the link. */
  async end(reason: string): Promise<void> {
    const link = this.#link;
    this.#link = undefined;
    if (link === undefined) return;
    await this.dismiss(reason);
    await link.close();
  }

  #begin(): void {
    const { server: { clock, limits }, target, client } = this.#options;
    const link: Link = this.#link = new Link({
      target,
      client,
      clock,
      longest: limits.frame + BESIDE,
      events: {
        up: () => void this.#subscribe(link),
        down: (reason) => {
          if (link === this.#link) this.#lost(reason);
        },
        came: (topic, payload, isRetained) => {
          if (link === this.#link) this.#take(topic, payload, isRetained);
        },
      },
    });
    link.begin();
  }

  async #subscribe(link: Link): Promise<void> {
    const { server: { log }, service, node, qos } = this.#options;
    try {
      await link.subscribe([eventsFilter(service, node)], qos);
      this.#ready.resolve();
    } catch (error) {
      // One that is lost again comes back by itself.
      if (link.isConnected) {
        log("error", "MQTT: a member hears nothing of its clients", { node, error });
      }
    }
  }

  /** What was under way may be lost on either side: whoever is still there begins anew. */
  #lost(reason: string): void {
    const guests = [...this.#guests.values()];
    for (const guest of guests) guest.end(`the broker was lost: ${reason}`);
    const { server: { log }, node } = this.#options;
    log("warning", "MQTT: a member has lost its broker", { node, reason, clients: guests.length });
  }

  #take(topic: string, payload: Uint8Array, isRetained: boolean): void {
    const guest = this.#guests.get(topic), frame = frameOf(new Uint8Array(payload).buffer);
    if (isRetained) return this.#refuse(guest, "a retained message");
    if (guest === undefined) return this.#greet(topic, frame);
    if (typeof frame === "string") {
      if (frame === CLOSE) return guest.end("the client left");
      if (frame.startsWith(OPEN)) return this.#again(topic, guest, frame.slice(OPEN.length));
    }
    if (guest.admits(frame)) guest.made.receive(frame);
    else this.#refuse(guest, "a greeting of another session than its topic's");
  }

  /** A client that has a connection opens one. */
  #again(topic: string, guest: Guest, proof: string): void {
    const said = readEvents(topic);
    if (said === undefined) return;
    // The same ticket twice is the same message twice.
    if (opened(this.#options.server, proof)?.client === said.client) return;
    if (isInvited(said.client) || !guest.owns(proof)) {
      return this.#refuse(guest, "another's attempt to open a connection on its topic");
    }
    if (guest.made.cx.session === "") return;
    guest.end("the client opened another connection");
    this.#greet(topic, OPEN + proof);
  }

  /** A frame of who has no connection. */
  #greet(topic: string, frame: string | ArrayBuffer): void {
    const { server, formatter } = this.#options, said = readEvents(topic);
    if (said === undefined) return this.#refuse(undefined, "a topic that is none of a client");
    const isOpen = typeof frame === "string" && frame.startsWith(OPEN);
    if (!isOpen) {
      if (frame === CLOSE) return;
      const { limits } = server, bounds = { maxSize: limits.frame, atoms: limits.atoms };
      const isGreeting = greeting(frame, formatter ?? bert, bounds) !== undefined;
      if (!isGreeting || isInvited(said.client)) return this.#dismiss(said, 1001, "no connection");
      return this.#open(topic, said, "", frame);
    }
    this.#open(topic, said, frame.slice(OPEN.length));
  }

  #open(topic: string, said: EventsTopic, proof: string, first?: string | ArrayBuffer): void {
    const { server, isClosing } = this.#options, { connections } = server;
    const found = readPage(server.routes, said.page);
    if (found === undefined) return this.#dismiss(said, 4004, "no page");
    if (isClosing()) return this.#dismiss(said, 1001, "the server stops");
    const invited = isInvited(said.client) ? opened(server, proof) : undefined;
    if (
      isInvited(said.client) && (invited?.client !== said.client || invited.req.path !== found.path)
    ) {
      return this.#dismiss(said, 4003, "ticket");
    }
    const { path, query, page } = found, req = invited?.req ?? { path, query, headers: {} };
    const full = server.peers.refusal(req.address, connections.size);
    if (full !== undefined) {
      server.metrics.count("n2o_refused", { reason: "too many connections" });
      server.peers.warn(req.address, `refused: ${full}`, { page });
      return this.#dismiss(said, 1013, full);
    }
    const earlier = this.#guests.get(this.#topics.get(said.client) ?? "");
    earlier?.end("the client opened another page");
    const actions = actionsTopic(said), link = this.#link;
    const guest = new Guest({
      server,
      page,
      req,
      formatter: this.#options.formatter ?? server.formatter?.(req) ?? bert,
      client: said.client,
      say: (bytes) => this.#say(actions, bytes, link),
      room: () => link?.room(actions) ?? Infinity,
      waiting: () => this.#waiting,
      gone: () => {
        this.#guests.delete(topic);
        this.#topics.delete(said.client);
      },
    });
    this.#guests.set(topic, guest);
    this.#topics.set(said.client, topic);
    if (first !== undefined) guest.made.receive(first);
  }

  /** Publishes over the link that a client came over. */
  #say(topic: string, bytes: Uint8Array, link = this.#link): Promise<void> {
    if (link === undefined) return Promise.resolve();
    this.#waiting += bytes.length;
    const settled = () => void (this.#waiting -= bytes.length);
    const sent = link.publish(topic, bytes, this.#options.qos);
    sent.then(settled, settled);
    return sent;
  }

  /** Tells who has no connection to begin anew; not more often than the broker can bear. */
  #dismiss(said: EventsTopic, code: number, reason: string): void {
    const { server, formatter = bert } = this.#options;
    const second = Math.floor(server.clock.now() / 1_000);
    if (second !== this.#second) this.#answered = 0;
    this.#second = second;
    if (code !== 1001) this.#refuse(undefined, reason);
    if (++this.#answered > STRANGERS) return;
    // Who is not there hears nothing, and nobody is to wait for that.
    this.#say(actionsTopic(said), farewell(code, reason, formatter)).catch((error) =>
      server.log("info", "MQTT: a client could not be answered", { reason: messageOf(error) })
    );
  }

  /** Drops what nobody should have sent, and says so. */
  #refuse(guest: Guest | undefined, reason: string): void {
    const { metrics, peers } = this.#options.server, { node } = this.#options;
    metrics.count("n2o_refused", { reason });
    peers.warn(guest?.request.address, `refused: ${reason}`, { node });
  }
}
