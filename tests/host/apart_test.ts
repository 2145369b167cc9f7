/** Several applications in one process, beside a program with handlers of its own. */
import { application, n2o, nitro } from "../../mod.ts";
import { pi } from "../../n2o/process.ts";
import { assert, equal, rejects } from "../_support/assert.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { lacks, testWith } from "../_support/permission.ts";
import { run } from "../_support/process.ts";
import { absent } from "../_support/program.ts";
import { dial, notebook, shownAnswer, tokenOf, type Wire } from "../_support/server/wire.ts";
import { nonsense } from "../n2o/page.ts";
import { openMetrics } from "../../n2o/metrics/text.ts";

const test = testWith("net", "read");
const script = (name: string) => new URL(`./worker/embedding/${name}.ts`, import.meta.url);

/** Who heard of what nobody caught: the program of what is its own, else the application whose request it was, or the first that runs. */
const HEARD = [
  "program: mine before",
  "program: mine after",
  "program: mine thrown",
  "one: a rejection",
  "one: an error",
  "one: route",
  "two: route",
  "two: a rejection",
  "two: an error",
  "two: route",
  "program: mine at the end",
  "stopped",
];

testWith("net", "read", "run")(
  "a program's handlers take what is theirs, applications the rest, and after the stop nobody does",
  async () => {
    const { code, out, err } = await run(script("deno"));
    equal([code, out.trim().split("\n")], [1, HEARD], err);
    assert(err.includes("nobody's"), err);
  },
);

Deno.test({
  name:
    "on Node a program's handlers take what is theirs, applications the rest, and after the stop nobody does",
  ignore: absent("node") || lacks("net", "read", "write", "run"),
  async fn() {
    await using folder = await temporaryFolder();
    const bundle = `${folder.path}/embedding.mjs`;
    const args = ["bundle", "--quiet", "-o", bundle, script("node").href];
    assert((await new Deno.Command(Deno.execPath(), { args }).output()).success);
    const { code, stdout, stderr } = await new Deno.Command("node", { args: [bundle] }).output();
    const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    equal([code, out?.trim().split("\n")], [1, HEARD], err);
  },
});

/** What a page of each application does when it is told a word. */
const WORDS = ["login", "who", "put", "get", "shout", "start"] as const;

/** An application, and what its page answered to each word. */
async function one(name: string, limits: Partial<n2o.Limits> = {}) {
  const book = notebook(), heard: unknown[] = [];
  const event = async (event: unknown) => {
    if (n2o.isSent(event)) return void heard.push([name, event.message]);
    if (event === "init") {
      for (const word of WORDS) nitro.wire(nitro.event({ target: word, postback: word }));
      await n2o.reg("room");
    }
    if (event === "login") n2o.user(`${name} alice`);
    if (event === "who") heard.push(n2o.user());
    if (event === "put") n2o.cache("caching", "key", name);
    if (event === "get") heard.push(n2o.cache("caching", "key"));
    if (event === "shout") await n2o.send("room", name);
    if (event === "start") {
      await pi.start({
        table: "async",
        name: "/it",
        module: { proc: () => ({ reply: name }) },
      });
    }
  };
  const { server, start } = await application({
    routes: { "/p": { event } },
    secret: "a secret that both of them have",
    cookie: name,
    limits,
    log: book.log,
    port: 0,
    hostname: "127.0.0.1",
  });
  const { port, stop } = await start(), url = `ws://127.0.0.1:${port}/ws/p`;
  /** A client of the classic wire with a word for each control. */
  async function guest(token = "") {
    const wire = await dial(url);
    wire.text(`N2O,${token}`);
    const answer = await wire.next(), code = String((shownAnswer(answer) as unknown[])[2]);
    const sealed = new Map(
      [...code.matchAll(/bin\('([^']*)'\),bin\('([\w-]+)'\),\[/g)].map((
        [, at, text],
      ) => [at, text]),
    );
    const say = async (word: typeof WORDS[number]) => {
      const { atom, tuple } = n2o;
      wire.term(tuple(atom("pickle"), word, sealed.get(word) ?? "", []));
      await wire.settled();
      return heard.splice(0);
    };
    return { ...wire, token: tokenOf(answer), say };
  }
  return { name, server, port, url, stop, book, heard, guest };
}

const left = (...wires: Wire[]) => Promise.all(wires.map((each) => each.leave()));

test("two applications in one process share nothing: sessions, tables, buses, processes, limits, metrics", async () => {
  const first = await one("first", { hellos: 2 }), second = await one("second");
  const ann = await first.guest(), bob = await second.guest();
  await ann.say("login");
  await bob.say("login");
  equal([await ann.say("who"), await bob.say("who")], [["first alice"], ["second alice"]]);
  // A token of one is opened by the other, whose secret is the same, and names no session of it.
  const stranger = await second.guest(ann.token);
  equal(await stranger.say("who"), [""]);
  await ann.say("put");
  equal([await ann.say("get"), await bob.say("get")], [["first"], [undefined]]);
  equal(await ann.say("shout"), [["first", "first"]]);
  equal(second.heard, []);
  await ann.say("start");
  await bob.say("start");
  for (const { name, server } of [first, second]) {
    equal(await pi.pid("async", "/it", server)?.send(""), name);
  }
  const flooded = await first.guest();
  for (let each = 0; each < 3; each++) flooded.text("N2O,");
  await flooded.closed;
  for (let each = 0; each < 10; each++) stranger.text("N2O,");
  await stranger.settled();
  for (let each = 0; each < 3; each++) ann.bytes(nonsense);
  await ann.settled();
  const refused = ({ server }: { readonly server: n2o.Server }) =>
    openMetrics(server.metrics, () => {}).split("\n").filter((line) =>
      line.startsWith("n2o_refused_total")
    );
  assert(refused(first).length > 0);
  equal(refused(second), []);
  equal(second.book.take(), []);
  await left(ann, bob, stranger);
  await first.stop();
  await second.stop();
});

test("of two applications one stops, and the other one's people do not notice", async () => {
  const first = await one("first"), second = await one("second");
  const ann = await first.guest(), bob = await second.guest();
  await bob.say("login");
  await bob.say("start");
  await first.stop();
  equal((await ann.closed)[0], 1001);
  await rejects(() => fetch(`http://127.0.0.1:${first.port}/`), TypeError);
  equal([await bob.say("who"), await bob.say("shout")], [["second alice"], [["second", "second"]]]);
  equal(await pi.pid("async", "/it", second.server)?.send(""), "second");
  const again = await second.guest(bob.token);
  equal([first, second].map(({ book }) => book.take()), [[], []]);
  const { status, body } = await fetch(`http://127.0.0.1:${second.port}/n2o/health`);
  await body?.cancel();
  equal(status, 200);
  await left(bob, again);
  await second.stop();
  equal((await bob.closed)[0] !== 1001, true);
});
