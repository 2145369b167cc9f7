/**
 * Presence over a bus: each node tells the others who is on it, and holds a lease for them by a sign of life each second.
 *
 * A node that is not heard for three and a half seconds of the hearer's own ticks is gone, with everybody on it: no node compares its
 * clock with another's. A change is one small message to all; a node that missed some asks the one that made them, and is answered with
 * those, or with all that it holds. So the nodes agree again a second or two after whatever was lost, cut or restarted.
 *
 * @module
 */
import { type Clock, consoleLog, type Log, systemClock } from "../../base/mod.ts";
import type { Bus, Receiver } from "../bus/bus.ts";
import { type Incidents, incidents } from "../bus/incidents.ts";
import { isLost } from "../bus/news.ts";
import { N2oError } from "../error.ts";
import { Own } from "./own.ts";
import { type Outcome, Peer } from "./peer.ts";
import type { Person, Presence, Watcher } from "./presence.ts";
import { type Entry, Owned, Roster } from "./roster.ts";
import { type Key, keyText, type Plain } from "../term/plain.ts";
import { ALL, bound, inboxOf, read, type Word, write } from "./words.ts";

/** Milliseconds of a tick; a node beats every second one. */
const TICK = 500;
/** Ticks without a word after which a node is gone, and between two questions to one. */
const LEASE = 7, PATIENCE = 4;
/** Nodes that are known at a time, and entries of this one. */
const PEERS = 1_024, ENTRIES = 100_000;

/** How presence is made. */
export interface LeasedOptions {
  /** What the signs of life are timed by; the system's clock by default. */
  readonly clock?: Clock;
  /** Where incidents are reported, each kind once a minute; the console by default. */
  readonly log?: Log;
  /** Name of this node, 8 to 64 of `A-Z a-z 0-9 _ -`, which no other has or had; a random one by default. */
  readonly node?: string;
}

/** Makes the presence of a node on a bus. It says and asks nothing before it is used. */
export function leasedPresence(bus: Bus, options: LeasedOptions = {}): Presence {
  return new Leased(bus, options);
}

class Leased implements Presence {
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #incident: Incidents;
  /** Chosen at the first use: where an application is made some hosts allow no random numbers. */
  #node: string;
  readonly #own = new Own();
  readonly #roster = new Roster();
  readonly #peers = new Map<string, Peer>();
  /** The entries of an owner. */
  readonly #owned = new Owned();
  /** Who was answered in this tick. */
  readonly #answered = new Set<string>();
  readonly #receiver: Receiver = (news) => {
    if (isLost(news)) this.#say({ word: "who", node: this.#node });
    else this.#hear(read(news.message), news.from);
  };
  #state: "new" | "open" | "closed" = "new";
  #timer: unknown;
  #count = 0;
  #ticks = 0;
  #isFlushing = false;

  constructor(bus: Bus, { clock = systemClock, log = consoleLog, node }: LeasedOptions) {
    this.#bus = bus;
    this.#clock = clock;
    this.#incident = incidents(log, clock);
    this.#node = node ?? "";
  }

  track(topic: Key, key: string, data: Plain, owner?: object): () => void {
    const name = keyText(topic);
    bound(name, key, data);
    if (this.#own.size >= ENTRIES) {
      throw new N2oError("full", `presence: this node holds ${ENTRIES} entries already`);
    }
    if (this.#state === "closed") return () => {};
    this.#open();
    const ref = `${this.#node}.${(++this.#count).toString(36)}`;
    const entry: Entry = { ref, topic: name, key, data: structuredClone(data) };
    if (owner !== undefined) this.#owned.add(owner, [entry]);
    this.#own.add(entry);
    this.#roster.change([entry], []);
    this.#flushSoon();
    return () => {
      if (owner !== undefined) this.#owned.delete(owner, entry);
      this.#end([entry]);
    };
  }

  untrack(owner: object, topic?: Key): void {
    this.#end(this.#owned.take(owner, topic));
  }

  list(topic: Key): Person[] {
    this.#open();
    return this.#roster.list(topic);
  }

  watch(topic: Key, watcher: Watcher): void {
    this.#open();
    this.#roster.watch(topic, watcher);
  }

  unwatch(watcher: Watcher, topic?: Key): void {
    this.#roster.unwatch(watcher, topic);
  }

  close(): void {
    if (this.#state === "open") {
      this.#clock.clearTimeout(this.#timer);
      this.#say({ word: "bye", node: this.#node });
      this.#bus.unreg(ALL, this.#receiver);
      this.#bus.unreg(inboxOf(this.#node), this.#receiver);
    }
    this.#state = "closed";
    this.#roster.close();
    this.#owned.clear();
  }

  /** Begins to tell and to hear. */
  #open(): void {
    if (this.#state !== "new") return;
    this.#state = "open";
    this.#node ||= crypto.randomUUID();
    const regs = [ALL, inboxOf(this.#node)].map((topic) => this.#bus.reg(topic, this.#receiver));
    const ask = () => this.#say({ word: "who", node: this.#node });
    // Who answers is heard only when the topics are registered.
    if (regs.every((each) => each === undefined)) ask();
    else Promise.all(regs).then(ask, (error) => this.#failed(error));
    this.#tickLater();
  }

  #end(entries: readonly Entry[]): void {
    if (entries.length === 0 || this.#state === "closed") return;
    for (const entry of entries) this.#own.delete(entry);
    this.#roster.change([], entries);
    this.#flushSoon();
  }

  /** What happens in one turn is one message. */
  #flushSoon(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    queueMicrotask(() => {
      this.#isFlushing = false;
      if (this.#state !== "open") return;
      for (const diff of this.#own.changes()) this.#say({ word: "diff", node: this.#node, diff });
    });
  }

  #say(word: Word, to: Key = ALL): void {
    if (this.#state !== "open") return;
    try {
      const sent = this.#bus.send(to, write(word));
      if (typeof sent !== "number") sent.catch((error) => this.#failed(error));
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#incident("error", "presence could not be told", { error });
  }

  #hear(word: Word | undefined, from: string): void {
    if (this.#state !== "open" || word?.node === this.#node) return;
    if (word === undefined) return this.#drop("it is none");
    const peer = this.#peers.get(word.node) ?? this.#meet(word, from);
    if (peer === undefined) return;
    if (peer.from !== from) return this.#drop("its sender speaks for another node");
    peer.silent = 0;
    switch (word.word) {
      case "who":
        return this.#say(
          { word: "beat", node: this.#node, version: this.#own.version },
          inboxOf(word.node),
        );
      case "pull":
        return this.#answer(word.node, word.version);
      case "bye":
        return this.#forget(word.node, peer);
      case "beat":
        if (word.version > peer.version) this.#pull(word.node, peer);
        return;
      case "diff":
        this.#apply(peer.diff(word.diff));
        if (word.diff.version > peer.version) this.#pull(word.node, peer);
        return;
      case "state":
        this.#apply(peer.state(word.part));
    }
  }

  #drop(reason: string): void {
    this.#incident("warning", "a word of presence was dropped", { reason });
  }

  #meet({ word, node }: Word, from: string): Peer | undefined {
    if (word === "bye") return undefined;
    if (this.#peers.size >= PEERS) return void this.#drop(`there are ${PEERS} nodes already`);
    const peer = new Peer(from);
    this.#peers.set(node, peer);
    return peer;
  }

  #apply({ joins, leaves }: Outcome): void {
    if (joins.length > 0 || leaves.length > 0) this.#roster.change(joins, leaves);
  }

  /** Asks a node for what is missing, once in a while. */
  #pull(node: string, peer: Peer): void {
    if (peer.patience > 0) return;
    peer.patience = PATIENCE;
    this.#say({ word: "pull", node: this.#node, version: peer.version }, inboxOf(node));
  }

  /** Tells a node what it has missed; not twice in a tick. */
  #answer(node: string, version: number): void {
    if (version >= this.#own.version || this.#answered.has(node)) return;
    this.#answered.add(node);
    const to = inboxOf(node), missed = this.#own.since(version), own = this.#node;
    if (missed !== undefined) {
      for (const diff of missed) this.#say({ word: "diff", node: own, diff }, to);
    } else for (const part of this.#own.parts()) this.#say({ word: "state", node: own, part }, to);
  }

  #forget(node: string, peer: Peer): void {
    this.#peers.delete(node);
    this.#roster.change([], peer.entries());
  }

  #tickLater(): void {
    this.#timer = this.#clock.setTimeout(() => {
      this.#tick();
      this.#tickLater();
    }, TICK);
    this.#clock.unref?.(this.#timer);
  }

  #tick(): void {
    this.#answered.clear();
    if (++this.#ticks % 2 === 0) {
      this.#say({ word: "beat", node: this.#node, version: this.#own.version });
    }
    for (const [node, peer] of this.#peers) {
      if (peer.patience > 0) peer.patience--;
      if (++peer.silent > LEASE) this.#forget(node, peer);
    }
  }
}
