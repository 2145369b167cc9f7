/**
 * A button's postback that is carried out once within the process, and once over processes by a claim in the store: on one connection, one
 * after the other, and on 50 at a time, all within this process.
 *
 * @module
 */
import { claims } from "../host/claims.ts";
import { type Kv, memoryKv, openKv } from "../kvs/mod.ts";
import {
  atom,
  type Claims,
  encode,
  heart,
  server,
  silentLog,
  systemClock,
  tuple,
} from "../n2o/mod.ts";
import { connection } from "../n2o/connection.ts";
import { event, nitro, panel, update, wire } from "../nitro/mod.ts";
import { bindings } from "../tests/_support/server/wire.ts";
import { decode } from "../n2o/bert/bert.ts";
import { median, table } from "./report.ts";

const ROUNDS = 7, EVENTS = 1_000;
const HELLO = (client: string) => encode(tuple(atom("hello"), 1, "", client)).slice().buffer;

const page = {
  event(said: unknown) {
    if (said === "init") wire(event({ target: "go", postback: "go" }));
    else if (said === "go") update("box", panel({ id: "box", body: "done" }));
  },
};

/** A client within the process: sends its next event, and waits for the answer. */
async function client(claimed: Claims | undefined, name: string) {
  const made = server({
    secret: "a secret for the benchmark",
    protocols: [heart, nitro],
    routes: { "/p": page },
    log: silentLog,
    ...claimed && { claims: claimed },
  });
  let heard = Promise.withResolvers<Uint8Array<ArrayBuffer>>(), seq = 0;
  const answers = connection(made, "/p", { path: "/p", query: "", headers: {} }, {
    send: (frame) => typeof frame !== "string" && heard.resolve(frame),
    close() {},
    backlog: 0,
  });
  answers.receive(HELLO(name));
  const pickle = bindings({ term: decode(await heard.promise) })["go click"] ?? "";
  return async () => {
    heard = Promise.withResolvers();
    answers.receive(encode(tuple(atom("pickle"), "go", pickle, [], ++seq)).slice().buffer);
    await heard.promise;
  };
}

/** Events a second of so many clients. */
async function rate(clients: readonly (() => Promise<void>)[]): Promise<number> {
  const each = EVENTS / clients.length, begun = performance.now();
  await Promise.all(clients.map(async (next) => {
    for (let at = 0; at < each; at++) await next();
  }));
  return EVENTS / (performance.now() - begun) * 1_000;
}

const folder = await Deno.makeTempDir();
const stores: Record<string, Kv | undefined> = {
  'once: "process"': undefined,
  'once: "store", in memory': memoryKv(),
  'once: "store", SQLite': await openKv(`${folder}/kv.sqlite`),
};
try {
  for (const count of [1, 50]) {
    const rates = new Map<string, number[]>(), ratios = new Map<string, number[]>();
    const all = await Promise.all(
      Object.entries(stores).map(async ([name, kv]) => {
        // Of one application, as its connections have them.
        const claimed = kv && claims(kv, systemClock);
        const clients = Array.from({ length: count }, (_, at) => client(claimed, `client-${at}`));
        return [name, await Promise.all(clients)] as const;
      }),
    );
    for (const [, clients] of all) await rate(clients); // warm
    for (let round = 0; round < ROUNDS; round++) {
      let first: number | undefined;
      for (const [name, clients] of all) {
        const now = await rate(clients);
        first ??= now;
        rates.set(name, [...rates.get(name) ?? [], now]);
        ratios.set(name, [...ratios.get(name) ?? [], now / first]);
      }
    }
    table(
      `a postback, ${count} connection${count > 1 ? "s" : ""} within the process`,
      all.map(([name]) => [
        name,
        `${Math.round(median(rates.get(name) ?? []))}/s`,
        median(ratios.get(name) ?? []).toFixed(2),
      ]),
    );
  }
} finally {
  for (const kv of Object.values(stores)) kv?.close();
  await Deno.remove(folder, { recursive: true });
}
