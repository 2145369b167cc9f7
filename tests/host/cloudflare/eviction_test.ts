import { equal } from "../../_support/assert.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { long, rounds, SEED } from "../../_support/long.ts";
import { testWith } from "../../_support/permission.ts";
import { random } from "../../_support/random.ts";
import { bindings, dial, type Shown, shownAnswer, type Wire } from "../../_support/server/wire.ts";
import { bundle, missing, type Running, start } from "../../_support/store/miniflare.ts";
import { hello, nonsense, pickle } from "../../n2o/page.ts";
import { deeds } from "../worker/room.ts";

const test = testWith("net", "read", "run", "write");

/** The object of `worker/cloudflare.ts`. */
interface World extends AsyncDisposable {
  readonly origin: string;
  /** Has the object dropped between any two messages, or not; answers which object it is. */
  evict(isOn: boolean): Promise<number>;
}

async function world(): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder()), script = `${folder.path}/worker.js`;
  await bundle(new URL("../worker/cloudflare.ts", import.meta.url), script);
  const running: Running = start(script, `${folder.path}/objects`);
  stack.defer(() => running.dispose());
  const { port } = await running.ready, origin = `127.0.0.1:${port}`, ended = stack.move();
  return {
    origin,
    async evict(isOn) {
      const answer = await fetch(`http://${origin}/evict?${isOn ? "on" : "off"}`);
      return (await answer.json()).number;
    },
    [Symbol.asyncDispose]: () => ended.disposeAsync(),
  };
}

/** A client of the page, over the connections that it had. */
class Client {
  readonly #url: string;
  readonly #name: string;
  #wire: Wire | undefined;
  #pickles: Record<string, string> = {};
  #token = "";
  #seq = 0;
  #last: (() => void) | undefined;

  constructor(origin: string, name: string) {
    this.#url = `ws://${origin}/ws/room?${name}`;
    this.#name = `client-${name}-${crypto.randomUUID().slice(0, 8)}`;
  }

  /** Connects, or greets once more where it is. */
  async greet(): Promise<Shown> {
    this.#wire ??= await dial(this.#url);
    this.#wire.term(hello(this.#token, this.#name));
    const answer = await this.#wire.next();
    this.#pickles = bindings(answer);
    return this.#noted(answer);
  }

  /** Presses a button; `as` says which its arguments and number are of. */
  press(deed: string, seq = ++this.#seq): void {
    const sealed = this.#pickles[`${deed} click`] ?? "";
    this.#last = () => this.#wire?.term(pickle(deed, sealed, [], seq));
    this.#last();
  }

  again(): void {
    this.#last?.();
  }

  send(frame: string | Uint8Array): void {
    if (typeof frame === "string") this.#wire?.text(frame);
    else this.#wire?.bytes(frame);
  }

  async leave(): Promise<void> {
    await this.#wire?.leave();
    this.#wire = undefined;
  }

  /** What came. */
  async heard(): Promise<Shown> {
    const wire = this.#wire;
    if (wire === undefined) return "away";
    try {
      return (await wire.settled()).map((answer) => this.#noted(answer));
    } catch {
      this.#wire = undefined;
      return ["closed", ...await wire.closed];
    }
  }

  #noted(answer: Parameters<typeof shownAnswer>[0]): Shown {
    const shown = shownAnswer(answer);
    const data = Array.isArray(shown) ? shown[3] : undefined;
    if (Array.isArray(data) && data[1] === ":Token") this.#token = String(data[2]);
    return plain(shown);
  }
}

/** Without what is sealed, which differs each time. */
function plain(shown: Shown): Shown {
  if (Array.isArray(shown)) return shown.map(plain);
  return typeof shown === "string" && /^[\w-]{60,}$/.test(shown) ? "sealed" : shown as Shown;
}

/** A conversation of three, and all that they heard. */
async function conversation(origin: string, seed: number, steps: number): Promise<Shown[]> {
  const next = random(seed), said: Shown[] = [];
  const all = ["a", "b", "c"].map((name) => new Client(origin, name));
  for (const each of all) said.push(await each.greet());
  for (let step = 0; step < steps; step++) {
    const who = all[next.below(3)] ?? all[0], kind = next.below(20);
    const deed = deeds[next.below(deeds.length)] ?? "count";
    if (who === undefined) continue;
    if (kind < 13) who.press(deed);
    else if (kind === 13) who.again();
    else if (kind === 14) who.send(nonsense);
    else if (kind === 15) who.send("what nobody knows");
    else if (kind === 16) who.send("PING");
    else if (kind === 17) who.press("none");
    else if (kind === 18) await who.leave();
    const heard: Shown[] = [`${step} ${kind} ${deed}`];
    for (const each of all) {
      const answers = await each.heard();
      heard.push(answers === "away" ? await each.greet() : answers);
    }
    said.push(heard);
  }
  for (const each of all) await each.leave();
  return said;
}

test({
  name:
    `an object that is evicted between any two messages answers as one that is not (seed ${SEED})`,
  ignore: missing,
  // The runtime is a process that miniflare ends as it sees fit.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await using made = await world();
    for (let seed = SEED; seed < SEED + rounds(1, 5); seed++) {
      const steps = rounds(20, 200);
      await made.evict(false);
      const expected = await conversation(made.origin, seed, steps);
      await made.evict(true);
      const found = await conversation(made.origin, seed, steps);
      for (const [at, each] of expected.entries()) equal(found[at], each, `seed ${seed}`);
    }
  },
});

/** Milliseconds of silence after which the runtime surely has let an object sleep: it says 10 s, and tells nobody. */
const IDLE = 14_000;

test({
  name: "an object sleeps while its clients stay connected, and goes on when one says something",
  ignore: missing || !long,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await using made = await world();
    const one = new Client(made.origin, "a"), other = new Client(made.origin, "b");
    for (const each of [one, other]) {
      await each.greet();
      for (const deed of ["login", "join", "come", "watch", "count"]) each.press(deed);
      await each.heard();
    }
    await one.heard();
    const before = await made.evict(false);
    await new Promise((resolve) => setTimeout(resolve, IDLE));
    // This the runtime answers, and lets it sleep.
    one.send("PING");
    one.press("count");
    equal(JSON.stringify(await one.heard()).includes("count 2"), true);
    equal(await made.evict(false) > before, true, "it has never slept");
    other.press("tell");
    const heard = JSON.stringify([await other.heard(), await one.heard()]);
    equal(heard.split("user-b").length, 3, heard);
    one.press("look");
    const seen = JSON.stringify(await one.heard());
    equal([seen.includes("user-a"), seen.includes("user-b")], [true, true], seen);
    await one.leave();
    equal(JSON.stringify(await other.heard()).includes("went"), true);
    await other.leave();
  },
});
