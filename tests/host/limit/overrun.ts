/**
 * How each limit of a server is overrun by a client.
 *
 * @module
 */
import type { Limits } from "../../../n2o/limits.ts";
import { n2o, nitro } from "../../../mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import type { VirtualClock } from "../../_support/clock.ts";
import { shownAnswer, type Wire } from "../../_support/server/wire.ts";
import { nonsense } from "../../n2o/page.ts";

/** Who attacks, and what there is to see. */
export interface Scene {
  /** Says what a client of the wire says first; `greet` waits for the answer, too. */
  readonly hail: (client: Wire) => void;
  readonly greet: (client: Wire) => Promise<void>;
  readonly open: () => Promise<Wire>;
  readonly client: Wire;
  readonly neighbour: Wire;
  readonly server: n2o.Server;
  readonly clock: VirtualClock;
}

/** How a limit is overrun. */
export interface Attack {
  readonly limits: Partial<Limits>;
  /** What the page does when it begins. */
  readonly init?: (clock: VirtualClock) => unknown;
  run(scene: Scene): Promise<unknown>;
  /** What the log says of it; nothing where the answer alone tells. */
  readonly says: RegExp | undefined;
  /** How often; once by default. */
  readonly lines?: number;
}

const flood =
  (frames: (client: Wire, at: number) => void, count: number, code: number) =>
  async ({ client, greet }: Scene) => {
    await greet(client);
    for (let at = 0; at < count; at++) frames(client, at);
    await closedWith(client, code);
  };
/** A host that closes while something is unread may reset the connection, and then the client hears no code: the log has it. */
const closedWith = async (client: Wire, code: number) => {
  const [heard] = await client.closed;
  assert([code, 0, 1006].includes(heard), String(heard));
};
const refused = async ({ open }: Scene) => {
  const answer = await open().then(() => "opened", () => "refused");
  equal(answer, "refused");
};
const texts = (length: number) => (client: Wire) => client.text("x".repeat(length));
let atoms = 0;
const forEver = () => new Promise(() => {});
/** A text that is answered in its turn. */
export const answered = async (client: Wire): Promise<void> => equal(await client.settled(), []);

/** One for each limit: whoever adds one adds how it is overrun. */
export const ATTACKS: Readonly<Record<keyof Limits, Attack>> = {
  frame: {
    limits: { frame: 1_000 },
    run: flood((client) => client.bytes(new Uint8Array(1_001)), 1, 1009),
    says: undefined, // a listener may close before the server sees it
  },
  mailbox: {
    limits: { mailbox: 4 },
    init: forEver,
    async run({ client, hail }) {
      hail(client);
      for (let at = 0; at < 6; at++) client.text("waits");
      await closedWith(client, 1013);
    },
    says: /more than 4 messages wait/,
  },
  backlog: {
    limits: { backlog: 1_000_000, hellos: 10_000 },
    // What is put at the end is never left out for what comes later.
    init: () => nitro.insertBottom("log", nitro.panel({ body: "x".repeat(100_000) })),
    async run({ client, hail, server }) {
      // More than the system's buffers hold is answered in one turn, in which nobody can read.
      for (let at = 0; at < 250; at++) hail(client);
      await client.closed;
      assert(server.connections.size <= 1);
    },
    says: /more than 1000000 bytes wait/,
  },
  strikes: {
    limits: { strikes: 3 },
    run: flood((client) => client.bytes(nonsense), 8, 1008),
    says: /refused more than 3 times/,
  },
  connections: {
    limits: { connections: 2 },
    run: refused,
    says: undefined,
  },
  address: {
    limits: { address: 2 },
    run: refused,
    says: undefined,
  },
  rate: { limits: { rate: 50 }, run: flood(texts(0), 60, 1013), says: /more than 50 frames/ },
  bytes: {
    limits: { bytes: 9_000 },
    run: flood(texts(900), 12, 1013),
    says: /more than 9000 bytes/,
  },
  hellos: {
    limits: { hellos: 3 },
    async run({ client, hail }) {
      for (let at = 0; at < 5; at++) hail(client);
      await closedWith(client, 1013);
    },
    says: /greet/,
  },
  atoms: {
    limits: { atoms: 3 },
    async run({ client, greet }) {
      await greet(client);
      client.term([1, 2, 3, 4].map((each) => n2o.atom(`new_of_limits_${each}_${atoms++}`)));
      assert(JSON.stringify(shownAnswer(await client.next())).includes("bad frame"));
      await answered(client);
    },
    says: /a frame that is no term/,
  },
  lines: {
    limits: { lines: 3, strikes: 1_000 },
    async run({ client, clock, server }) {
      for (let at = 0; at < 50; at++) client.bytes(nonsense);
      await client.settled();
      clock.advance(60_000);
      server.peers.tell();
    },
    says: /refused: a frame that is no term|more of the same peer/,
    lines: 4,
  },
  handler: {
    limits: { handler: 1_000 },
    init: forEver,
    async run({ client, hail, clock }) {
      hail(client);
      client.text("PING");
      while (true) {
        const answer = await client.next();
        if (answer !== "empty" && "text" in answer && answer.text === "PONG") break;
      }
      await clock.advanceAsync(1_000);
      client.text("");
      await client.next();
    },
    says: /a handler was given up/,
  },
  silence: {
    limits: { silence: 10_000 },
    async run({ client, greet, clock, server, neighbour }) {
      await greet(client);
      clock.advance(10_001);
      await answered(neighbour);
      n2o.sweep(server);
      await closedWith(client, 1001);
    },
    says: /silent for too long/,
  },
  block: {
    limits: { block: 10 },
    init: (clock) => clock.advance(11),
    run: async ({ client, greet }) => await greet(client),
    says: /a handler kept the thread/,
  },
};
