import { isInteger } from "../../../base/mod.ts";
import { type Child, start } from "../../_support/process.ts";
import { redisAbsent, startRedis } from "../../_support/store/redis.ts";
import { assert, equal } from "../../_support/assert.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { lacks } from "../../_support/permission.ts";
import { rounds } from "../../_support/long.ts";
import { atom, tuple } from "../../../n2o/bert/bert.ts";
import { bindings, dial, shownAnswer, tokenOf, type Wire } from "../../_support/server/wire.ts";
import { hello, pickle } from "../../n2o/page.ts";

/** Clients at a time, events of each that are under way at a time, and acknowledgements after which the program is asked to end. */
const CLIENTS = rounds(16, 64), AHEAD = 3, ACKNOWLEDGED = rounds(60, 1_000);
/** How long hosts wait for a program that they asked to end, in milliseconds. */
const PATIENCE = 5_000;

/** A client that says what it has not heard an end of again, as ours does. */
class Teller {
  readonly name: string;
  readonly acknowledged = new Set<number>();
  /** What it heard of an event that was no acknowledgement. */
  readonly refused: unknown[] = [];
  #sent = 0;
  #token = "";

  constructor(name: string) {
    this.name = name;
  }

  /** What it said, by the texts that it said. */
  get texts(): string[] {
    return Array.from({ length: this.#sent }, (_, at) => `${this.name}:${at + 1}`);
  }

  /** Says one thing after the other until the server closes, or all that it said is acknowledged; tells the code that it closed with. */
  async talk(port: string, isLast: boolean, heard: () => void): Promise<number | undefined> {
    const wire = await dial(`ws://127.0.0.1:${port}/ws/p`);
    try {
      wire.term(hello(this.#token, this.name));
      const begun = await wire.next(), sealed = bindings(begun)["add click"] ?? "";
      this.#token = tokenOf(begun);
      const say = (seq: number) =>
        wire.term(pickle("add", sealed, [tuple(atom("text"), `${this.name}:${seq}`)], seq));
      const open = this.texts.map((_, at) => at + 1).filter((seq) => !this.acknowledged.has(seq));
      open.forEach(say);
      for (;;) {
        for (; !isLast && this.#sent - this.acknowledged.size < AHEAD;) say(++this.#sent);
        if (isLast && this.acknowledged.size === this.#sent) {
          await wire.leave();
          return undefined;
        }
        this.#hear(shownAnswer(await wire.next()));
        heard();
      }
    } catch {
      return await codeOf(wire);
    }
  }

  #hear(answer: unknown): void {
    const [, , , data] = Array.isArray(answer) ? answer : [];
    const [, word, seq] = Array.isArray(data) ? data : [];
    if (word === ":ack" && isInteger(seq, 1, 1e6)) this.acknowledged.add(seq);
    else if (word !== ":Token") this.refused.push(data);
  }
}

async function codeOf(wire: Wire): Promise<number> {
  return (await wire.closed)[0];
}

async function begin(store: string): Promise<{ child: Child; port: string }> {
  const child = start(new URL("../worker/till.ts", import.meta.url), [], { env: { STORE: store } });
  const [, port = ""] = await child.until(/^port (\d+)$/);
  return { child, port };
}

/** Ends a program by a signal while all its clients talk, once for each; then they end what they were at with another one. */
async function endedUnderTraffic(store: string, ...signals: readonly Deno.Signal[]): Promise<void> {
  const tellers = Array.from({ length: CLIENTS }, (_, at) => new Teller(`teller-${at}`));
  for (const signal of signals) {
    const { child, port } = await begin(store);
    await using _ = child;
    const enough = Promise.withResolvers<void>();
    let heard = 0;
    const talks = tellers.map((each) =>
      each.talk(port, false, () => ++heard >= ACKNOWLEDGED && enough.resolve())
    );
    await enough.promise;
    const late = Promise.withResolvers<string>();
    const timer = setTimeout(() => late.resolve("it runs still"), PATIENCE);
    const left = child.kill(signal);
    equal(await Promise.race([child.status.then(({ code }) => code), late.promise]), 0, signal);
    clearTimeout(timer);
    await left;
    for (const code of await Promise.all(talks)) {
      assert([1001, 0, 1006].includes(code ?? 0), `${code}`);
    }
  }
  const { child, port } = await begin(store);
  await using _ = child;
  await Promise.all(tellers.map((each) => each.talk(port, true, () => {})));
  const records = await (await fetch(`http://127.0.0.1:${port}/all`)).json() as { text: string }[];
  equal(
    records.map(({ text }) => text).toSorted(),
    tellers.flatMap(({ texts }) => texts).toSorted(),
  );
  equal(tellers.flatMap(({ refused }) => refused), []);
}

/** Each store sees one of them, and both in a long run. */
function signals(...all: readonly Deno.Signal[]): readonly Deno.Signal[] {
  return all.slice(0, rounds(1, all.length));
}

Deno.test({
  name:
    "a signal to end under wide traffic ends a program on SQLite in five seconds, and each event is carried out once",
  ignore: lacks("net", "read", "run", "write"),
  async fn() {
    await using folder = await temporaryFolder();
    await endedUnderTraffic(`${folder.path}/kv.sqlite`, ...signals("SIGTERM", "SIGINT"));
  },
});

Deno.test({
  name:
    "a signal to end under wide traffic ends a program on Redis in five seconds, and each event is carried out once",
  ignore: redisAbsent || lacks("net", "read", "run", "write"),
  async fn() {
    await using redis = await startRedis();
    await endedUnderTraffic(redis.socket, ...signals("SIGINT", "SIGTERM"));
  },
});
