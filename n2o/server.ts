/**
 * A server: everything that connections of one application share. Two of them can live in one isolate.
 *
 * @module
 */
import { type Clock, consoleLog, deadline, type Log, systemClock } from "../base/mod.ts";
import type { Bus } from "./bus/bus.ts";
import { localBus } from "./bus/local.ts";
import type { Ledger, MakeLedger } from "./claim/ledger.ts";
import { N2oError } from "./error.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { type Peers, peers } from "./limit/peers.ts";
import { serverMetrics } from "./metrics/families.ts";
import type { Counter, Metrics } from "./metrics/metrics.ts";
import type { MakePresence, Presence } from "./presence/presence.ts";
import { heart, type Protocol } from "./proto.ts";
import type { Req, Routes } from "./cx.ts";
import type { Formatter } from "./format/formatter.ts";
import { type Pickler, pickler, type Secret } from "./session/pickle.ts";
import type { SessionRows, SessionStorage } from "./session/rows.ts";
import { type Seals, seals } from "./session/seals.ts";
import { type Sessions, sessions, type SessionSettings } from "./session/session.ts";
import { type Table, table, tableOf } from "./table.ts";
import { type Watch, watch } from "./limit/watch.ts";

/** The tables that the services need. */
export const defaultTables: readonly string[] = [
  "cookies",
  "file",
  "caching",
  "ws",
  "mqtt",
  "tcp",
  "async",
];

/** Names of applications by the table of their transport: `{ ws: ["chat"] }`. */
export type Services = Readonly<Record<string, readonly string[]>>;

/** Settings of a server: only `secret` is required. */
export interface ServerOptions extends SessionSettings {
  /** The operator's secret, at least 16 characters: seals tokens and pickles. Of several the first seals, and all open. */
  readonly secret: Secret | readonly Secret[];
  /** Pages by path; none by default. */
  readonly routes?: Routes;
  /** The chain that every connection has; `[heart]` by default. */
  readonly protocols?: readonly Protocol[];
  /** Names of the tables; `defaultTables` by default. `cookies` and `ws` must be among them, `caching` is added. */
  readonly tables?: readonly string[];
  /** Names of applications by the table of their transport: each has a ring of four processes there, see `n2o/process`; `{ ws: ["app"] }` by default. */
  readonly services?: Services;
  /** Where sessions are kept beyond the process; nowhere by default. */
  readonly storage?: SessionStorage;
  /** Seconds that the pickles in a page stay valid; 86,400 by default. */
  readonly pickleTtl?: number;
  /** Whether pages may send JavaScript text to clients of the classic wire; false by default. */
  readonly scripts?: boolean;
  /** Bounds, where they are to differ from `defaultLimits`. */
  readonly limits?: Partial<Limits>;
  /** The bus; a local one by default. */
  readonly bus?: Bus;
  /**
   * Claims the numbers of events before they are carried out, so that none is carried out twice over processes, evictions and restarts:
   * `ledger` of the entry `n2o/claim`; within the process alone by default.
   */
  readonly ledger?: MakeLedger;
  /** Who is in which topic: `leasedPresence` of the entry `n2o/presence`, where the nodes on the bus tell one another. Nobody asks by default. */
  readonly presence?: Presence | MakePresence;
  /** How the terms of the connection that a request opens are written and read; BERT by default. */
  readonly formatter?: (req: Req) => Formatter | undefined;
  /** Whether no connection can be reached from the message of another, as in a Worker of Cloudflare; false by default. */
  readonly isApart?: boolean;
  /** Where incidents are reported; the console by default. */
  readonly log?: Log;
  /** What expiry and the end of a stop are measured by; the system's clock by default. */
  readonly clock?: Clock;
}

/** Something that a server closes when it stops. */
export interface Closable {
  /** Closes it with a WebSocket close code and a reason of at most 123 bytes. */
  close(code: number, reason: string): void;
  /** Closes it if nothing came in since then, in milliseconds since the epoch. */
  closeSilent(since: number): void;
  /** Resolves when what had come in before it was closed is handled. */
  readonly drained: Promise<void>;
  /** Resolves when the other side has closed, too. */
  readonly gone: Promise<void>;
}

/** What the connections of one application share. */
export interface Server {
  /** Pages by path, and modules that events are delegated to by name. */
  readonly routes: Routes;
  /** The protocol chain, the first one asked first. */
  readonly protocols: readonly Protocol[];
  /** The operational tables by name: `tableOf` finds one. */
  readonly tables: ReadonlyMap<string, Table>;
  /** Seals and opens pickles with the operator's secret. */
  readonly pickler: Pickler;
  /** The pickles of pages that are at hand. */
  readonly seals: Seals;
  /** Seconds that the pickles in a page stay valid. */
  readonly pickleTtl: number;
  /** Whether pages may send JavaScript text to clients of the classic wire. */
  readonly scripts: boolean;
  /** The sessions, also outside of a message. */
  readonly sessions: Sessions;
  /** The bus, also outside of a message. */
  readonly bus: Bus;
  /** Carries out each event at most once over processes, where the settings say where to claim them. */
  readonly ledger: Ledger | undefined;
  /** Who is in which topic, also outside of a message; undefined where the settings have none. */
  readonly presence: Presence | undefined;
  /** The connections that are open: each one enters and leaves by itself. */
  readonly connections: Set<Closable>;
  /** Names of applications by the table of their transport: each has a ring there, see the entry `n2o/process`. */
  readonly services: Services;
  /** Bounds of what a client may cause. */
  readonly limits: Limits;
  /** What is counted and measured: declare and count your own there, too. */
  readonly metrics: Metrics;
  /** Counts the frames of clients and to them. */
  readonly frames: { readonly in: Counter; readonly out: Counter };
  /**
   * What must hold for the server to be ready, by a word for people: whoever opens something may add whether it works. A host asks them,
   * and takes one that throws, or that takes longer than a second, for no.
   */
  readonly checks: Map<string, () => boolean | Promise<boolean>>;
  /** What else forgets what its time is over of, called by `sweep`: it must not throw, and looks at the clock itself. */
  readonly sweepers: Set<() => void>;
  /** What else ends with the server, called by `stop`: it must not throw. */
  readonly closers: Set<() => void>;
  /** What goes on for requests that are under way while the server stops, as processes do: `end` ends it. */
  readonly enders: Set<(ms: number) => Promise<void>>;
  /** What they do by their addresses: bounded connections, bounded lines of the log. */
  readonly peers: Peers;
  /** The handlers under way, which have the time of `limits.handler`. */
  readonly watch: Watch;
  /** How the terms of the connection that a request opens are written and read; BERT by default. */
  readonly formatter?: (req: Req) => Formatter | undefined;
  /** Whether no connection can be reached from the message of another. */
  readonly isApart: boolean;
  /** Where incidents are reported: one entry for each. */
  readonly log: Log;
  /** What expiry is measured by. */
  readonly clock: Clock;
}

/**
 * Makes a server.
 *
 * @throws {N2oError} `config` for settings that cannot work; the message names the key.
 */
export function server(options: ServerOptions): Server {
  const { clock = systemClock, tables: names = defaultTables } = options;
  const cookies = table<SessionRows>({ clock });
  const tables = new Map<string, Table>(
    [...names, "caching"].map((name) => [name, table({ clock })]),
  );
  for (const needed of ["cookies", "ws"]) {
    if (!tables.has(needed)) {
      throw new N2oError(
        "config",
        `tables: "${needed}" is missing, the sessions and endpoints need it`,
      );
    }
  }
  const services = options.services ?? { ws: ["app"] };
  for (const name of Object.keys(services)) tableOf(tables, name);
  tables.set("cookies", cookies as Table);
  const own = pickler(options.secret, clock), { log = consoleLog, pickleTtl = 86_400 } = options;
  const { bus = localBus(log), presence, isApart = false } = options;
  const limits = { ...defaultLimits, ...options.limits }, connections = new Set<Closable>();
  const metrics = serverMetrics({ connections, tables });
  const made: Server = {
    routes: options.routes ?? {},
    protocols: options.protocols ?? [heart],
    ...(options.formatter === undefined ? {} : { formatter: options.formatter }),
    tables,
    pickler: own,
    seals: seals({ pickler: own, clock, ttl: pickleTtl * 1000 }),
    pickleTtl,
    scripts: options.scripts ?? false,
    sessions: sessions({ ...options, pickler: own, cookies, clock, bus, log }),
    bus,
    presence: typeof presence === "function" ? presence(bus, { clock, log }) : presence,
    ledger: options.ledger?.({ clock, log }),
    connections,
    checks: new Map(),
    sweepers: new Set(),
    closers: new Set(),
    enders: new Set(),
    metrics,
    frames: {
      in: metrics.counter("n2o_frames", { direction: "in" }),
      out: metrics.counter("n2o_frames", { direction: "out" }),
    },
    services,
    limits,
    peers: peers(limits, clock, log),
    watch: watch(clock, limits.handler),
    isApart,
    log,
    clock,
  };
  for (const protocol of made.protocols) protocol.start?.(made);
  return made;
}

/**
 * Forgets what expired in every table, closes the connections of clients that were silent for longer than `limits.silence`, and logs how
 * many lines of peers were held back; tells how many rows were forgotten. An application that listens calls it once a minute.
 */
export function sweep(server: Server): number {
  const { tables, connections, peers, limits, clock, sweepers } = server;
  let swept = 0;
  for (const each of tables.values()) swept += each.sweep();
  const since = clock.now() - limits.silence;
  for (const connection of [...connections]) connection.closeSilent(since);
  peers.tell();
  for (const each of sweepers) each();
  return swept;
}

/**
 * How long a server that stops waits for handlers under way, and then for its clients to close as well, in milliseconds: hosts kill a
 * process five seconds after they ask.
 */
const DRAIN = 3_500, FAREWELL = 1_000;
/** What ends such a wait; nobody sees it. */
const LATE = new Error("late");

/**
 * Closes every connection with code 1001; their clients come back to another server or to this one when it is up again.
 *
 * Resolves when what they had sent before is handled and they have closed as well, after four and a half seconds at the latest. Its
 * processes go on, for requests that are under way: {@linkcode end} ends them.
 */
export async function stop(
  { connections, ledger, peers, presence, sessions, closers, clock, log }: Server,
): Promise<void> {
  peers.close();
  const closing = [...connections];
  for (const connection of closing) connection.close(1001, "the server stops");
  const done = (promises: readonly Promise<void>[], ms: number) =>
    deadline(Promise.all(promises), { ms, error: () => LATE, clock }).then(() => true, () => false);
  if (!await done(closing.map(({ drained }) => drained), DRAIN)) {
    log("error", "the server stops while handlers are under way", { after: DRAIN });
  }
  presence?.close();
  sessions.close();
  for (const close of closers) close();
  const [isWritten] = await Promise.all([
    done([ledger?.close() ?? Promise.resolve()], FAREWELL),
    // A host that closes a socket with unread input resets it: the client would not see the code.
    done(closing.map(({ gone }) => gone), FAREWELL),
  ]);
  if (!isWritten) log("error", "the store does not answer: how the latest events ended is lost");
}

/** Ends what goes on while a server stops, its processes for one; each has so many milliseconds. */
export async function end({ enders }: Server, ms: number): Promise<void> {
  await Promise.all([...enders].map((each) => each(ms)));
}
