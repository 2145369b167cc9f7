/**
 * Frames that nobody would send, on both wires: 20,000 of each kind by default, a million under `TEST_LONG`, half of them on each wire. The oracle is who was told:
 * every event that the page hears was sent whole by the client that sealed it, and none is heard twice.
 */
import { decode, encode } from "../../n2o/bert/bert.ts";
import { isInteger } from "../../base/mod.ts";
import { event as on } from "../../nitro/event.ts";
import { wire } from "../../nitro/wire/wire.ts";
import { equal } from "../_support/assert.ts";
import { rounds, SEED } from "../_support/long.ts";
import { type Random, random } from "../_support/random.ts";
import { text, Tuple } from "../../n2o/term/term.ts";
import { classicPickles, io } from "../_support/server/wire.ts";
import { hello, pickle, scene } from "./page.ts";

const COUNT = rounds(10_000, 500_000), LINES = 100;
const unbounded = {
  strikes: 1e9,
  rate: 1e9,
  hellos: 1e9,
  bytes: 1e12,
  handler: 1_000,
  lines: LINES,
};

/** A page that counts, and a client of one wire with an event that it may send. */
async function stage(isClassic: boolean) {
  const told: unknown[] = [];
  const made = scene((event) => {
    told.push(event);
    if (event === "init") wire(on({ target: "go", postback: "went", source: ["text"] }));
  }, { limits: unbounded });
  if (!isClassic) {
    const client = await made.greeted();
    return { ...made, told, client, sealed: client.pickles["go click"] ?? "" };
  }
  const client = made.open();
  client.text("N2O,");
  const { code } = io(await client.next());
  return { ...made, told, client, sealed: classicPickles(text(code) ?? "")["go"] ?? "" };
}

function noise({ below }: Random): Uint8Array {
  const bytes = Uint8Array.from({ length: below(60) }, () => below(256));
  if (below(2) === 0 && bytes.length > 0) bytes[0] = 131; // the version: what follows is read
  return bytes;
}

/** Bytes of `from` of which a few were changed, cut out, doubled. */
function mutated(from: Uint8Array, { below }: Random): Uint8Array {
  const bytes = [...from];
  for (let times = 1 + below(3); times > 0; times--) {
    const at = below(bytes.length + 1);
    if (below(3) > 0) bytes[Math.min(at, bytes.length - 1)] = below(256);
    else if (below(2) === 0) bytes.splice(at, 1 + below(4));
    else bytes.splice(at, 0, ...bytes.slice(at, at + 1 + below(4)));
  }
  return Uint8Array.from(bytes);
}

/** Whether bytes say the event that the client may send: whoever reads them by hand finds the pickle whole, and the element's name. */
function isEvent(bytes: Uint8Array, sealed: string, isClassic: boolean): boolean {
  try {
    const term = decode(bytes);
    if (!(term instanceof Tuple) || text(term.elements[2] ?? []) !== sealed) return false;
    return term.length === (isClassic ? 4 : 5) &&
      (isClassic || isInteger(term.elements[4], 1, Number.MAX_SAFE_INTEGER));
  } catch {
    return false;
  }
}

for (const isClassic of [true, false]) {
  const name = isClassic ? "the classic wire" : "our wire";

  Deno.test(`random frames on ${name} are nothing that anybody knows (seed ${SEED})`, async () => {
    const { client, told, book } = await stage(isClassic), draw = random(SEED);
    for (let each = 0; each < COUNT; each++) {
      if (draw.below(4) > 0) client.bytes(noise(draw));
      else client.text(String.fromCharCode(...noise(draw)));
      if (each % 500 === 0) await client.settled();
    }
    await client.settled();
    equal(told, ["init"]);
    equal(book.entries.length <= LINES, true);
  });

  Deno.test(`frames near to an event on ${name} are that event, or none (seed ${SEED})`, async () => {
    const { client, told, book, sealed, server } = await stage(isClassic), draw = random(SEED);
    let possible = 0, seq = 0;
    for (let each = 0; each < COUNT; each++) {
      if (each % 500 === 0) await client.settled();
      seq = each + 1;
      const frame = encode(pickle("go", sealed, [], isClassic ? undefined : seq));
      const bytes = draw.below(50) === 0 ? frame : mutated(frame, draw);
      if (isEvent(bytes, sealed, isClassic)) possible++;
      client.bytes(bytes);
    }
    await client.settled();
    const went = told.filter((event) => event === "went").length;
    equal(told.filter((event) => event !== "went" && event !== "init"), []);
    // On our wire a number that a change made large ends the numbers below it.
    const least = isClassic ? COUNT / 100 : 1;
    equal(went >= least && went <= possible, true, `${went} of ${possible}`);
    equal([server.connections.size, book.entries.filter(({ level }) => level === "error")], [
      1,
      [],
    ]);
  });
}

Deno.test("greetings with any token begin at most one session for a connection", async () => {
  const { open, server } = scene(undefined, { limits: unbounded }), client = open();
  const draw = random(SEED);
  for (let each = 0; each < 500; each++) {
    client.term(hello(String.fromCharCode(...noise(draw)), "client-1"));
    await client.settled();
  }
  equal(
    new Set([...server.tables.get("cookies")?.rows() ?? []].map(({ key }) => String(key))).size <=
      1,
    true,
  );
});
