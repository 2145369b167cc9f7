/**
 * The machines on a broker, and which of them has which member of a ring: each says that it is there by a retained message, which its last
 * will takes back.
 *
 * @module
 */
import { Link } from "../../mqtt/link.ts";
import type { BrokerTarget } from "../../mqtt/target.ts";
import { lookup, new as ring, remove } from "../../process/ring.ts";
import type { Server } from "../../server.ts";
import { nodesTopic } from "./topic.ts";

/** What is needed to know them. */
export interface MachinesOptions {
  readonly server: Server;
  readonly target: BrokerTarget;
  readonly owner: string;
  /** The applications that this one serves, and the names of their members. */
  readonly services: ReadonlyMap<string, readonly string[]>;
  /** Takes the names of the members that are this machine's from now on. */
  readonly changed: (owned: ReadonlySet<string>) => void;
}

/** How many are known at most, and the bytes that one of them may say. */
const MOST = 1_000, LONGEST = 4_096;
/** Positions of a machine on the ring of machines. */
const VNODES = 64;

/** The machines, as this one sees them. */
export class Machines {
  readonly #options: MachinesOptions;
  readonly #id = crypto.randomUUID();
  readonly #link: Link;
  readonly #there = new Map<string, readonly string[]>();
  readonly #first = Promise.withResolvers<void>();
  /** Whether its own message came back: those of all others have come before. */
  #isSettled = false;
  #closed = false;

  constructor(options: MachinesOptions) {
    this.#options = options;
    const { server: { clock }, target, owner } = options;
    this.#link = new Link({
      target,
      client: `n2o-${this.#id}`,
      clock,
      will: nodesTopic(owner, this.#id),
      events: {
        up: () => void this.#enter(),
        down: () => this.#forget(),
        came: (topic, payload) => this.#came(topic.slice(topic.lastIndexOf("/") + 1), payload),
      },
    });
  }

  /** Whether this machine knows which members it has. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Rejects with {@linkcode N2oError} `unavailable` where the broker cannot be reached. */
  async open(): Promise<void> {
    await this.#link.open();
    await this.#first.promise;
  }

  /** Says that this machine leaves. */
  async close(): Promise<void> {
    this.#closed = true;
    const topic = nodesTopic(this.#options.owner, this.#id);
    // Where the broker is away its last will has said so.
    await this.#link.publish(topic, new Uint8Array(0), 1, true).catch(() => {});
    await this.#link.close();
  }

  async #enter(): Promise<void> {
    const { owner, server: { log } } = this.#options;
    this.#there.clear();
    try {
      await this.#link.subscribe([nodesTopic(owner)], 1);
      await this.#say();
    } catch (error) {
      if (!this.#link.isConnected) return; // once more when it is back
      log("error", "MQTT: this machine cannot say that it is there", { error });
      this.#first.reject(error);
    }
  }

  #say(): Promise<void> {
    const { owner, services } = this.#options;
    const said = new TextEncoder().encode([...services.keys()].join());
    return this.#link.publish(nodesTopic(owner, this.#id), said, 1, true);
  }

  #came(id: string, payload: Uint8Array): void {
    if (this.#closed || payload.length > LONGEST) return;
    if (payload.length === 0) {
      this.#there.delete(id);
      // Somebody took back what is so still.
      if (id === this.#id && this.#isSettled) this.#say().catch(() => {});
    } else if (this.#there.has(id) || this.#there.size < MOST) {
      this.#there.set(id, new TextDecoder().decode(payload).split(","));
    }
    if (id === this.#id && payload.length > 0) this.#isSettled = true;
    if (!this.#isSettled) return;
    this.#options.changed(this.#owned());
    this.#first.resolve();
  }

  #forget(): void {
    this.#isSettled = false;
    this.#there.clear();
    this.#options.changed(new Set());
  }

  /** Consistent hashing with bounded loads: no machine has more members than its share, and few move when one comes or goes. */
  #owned(): ReadonlySet<string> {
    const owned = new Set<string>();
    for (const [service, members] of this.#options.services) {
      const ids = [...this.#there].filter(([, said]) => said.includes(service)).map(([id]) => id);
      const share = Math.ceil(members.length / ids.length), loads = new Map<string, number>();
      let left = ring(VNODES, ids.sort());
      for (const member of members) {
        const id = String(lookup(left, member)), load = (loads.get(id) ?? 0) + 1;
        loads.set(id, load);
        if (load === share) left = remove(left, id);
        if (id === this.#id) owned.add(member);
      }
    }
    return owned;
  }
}
