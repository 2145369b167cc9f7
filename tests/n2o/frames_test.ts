/**
 * Frames that nobody would send, on both wires, to pages and to the protocol of processes: 12,000 of each kind by default, a million
 * under `TEST_LONG`. The oracle is who was told: every event that the page hears, and every process that is made or moved, was sent whole
 * by the client, and nothing is carried out twice.
 */
import {
  beginEvent,
  endEvent,
  process,
  sequenceFlow,
  userTask,
} from "../../bpe/define/builders.ts";
import { bpeN2o } from "../../bpe/n2o.ts";
import { bpe } from "../../bpe/process/bpe.ts";
import { memoryKv } from "../../kvs/host/memory/memory.ts";
import { atom, decode, encode, tuple } from "../../n2o/bert/bert.ts";
import { isInteger } from "../../base/mod.ts";
import { heart } from "../../n2o/proto.ts";
import { nitro } from "../../nitro/protocol/protocol.ts";
import { event as on } from "../../nitro/event.ts";
import { wire } from "../../nitro/wire/wire.ts";
import { assert, equal } from "../_support/assert.ts";
import { rounds, SEED } from "../_support/long.ts";
import { type Random, random } from "../_support/random.ts";
import { Atom, type Term, text, Tuple } from "../../n2o/term/term.ts";
import { type Answer, classicPickles, io, shownAnswer } from "../_support/server/wire.ts";
import { hello, pickle, scene } from "./page.ts";

/** Frames of each kind for each wire and for the processes: a store answers these, so that they are fewer. */
const COUNT = rounds(5_000, 475_000), PROCESSES = rounds(2_000, 50_000), LINES = 100;
/** Frames that are sent before what came of them is waited for. */
const TURN = 500;
const unbounded = {
  strikes: 1e9,
  rate: 1e9,
  hellos: 1e9,
  bytes: 1e12,
  handler: 1_000,
  lines: LINES,
};

/** Errors without stacks, which cost most of the time of a frame that is refused. */
function withoutStacks(): Disposable {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  return { [Symbol.dispose]: () => void (Error.stackTraceLimit = before) };
}

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
  let bytes = from.slice();
  for (let times = 1 + below(3); times > 0; times--) {
    const at = below(bytes.length + 1), to = Math.min(at + 1 + below(4), bytes.length);
    if (below(3) > 0) bytes[Math.min(at, bytes.length - 1)] = below(256);
    // Up to there twice, or without what lies between.
    else if (below(2) === 0) bytes = joined(bytes.subarray(0, at), bytes.subarray(to));
    else bytes = joined(bytes.subarray(0, to), bytes.subarray(at));
  }
  return bytes;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** What bytes say, where they are a term. */
function termOf(bytes: Uint8Array): Term | undefined {
  try {
    return decode(bytes);
  } catch {
    return undefined;
  }
}

/** Whether bytes say the event that the client may send: whoever reads them by hand finds the pickle whole, and the element's name. */
function isEvent(bytes: Uint8Array, sealed: string, isClassic: boolean): boolean {
  // Quicker than to read it: a pickle is of signs of one byte each.
  if (!new TextDecoder("latin1").decode(bytes).includes(sealed)) return false;
  const term = termOf(bytes);
  if (!(term instanceof Tuple) || text(term.elements[2] ?? []) !== sealed) return false;
  return term.length === (isClassic ? 4 : 5) &&
    (isClassic || isInteger(term.elements[4], 1, Number.MAX_SAFE_INTEGER));
}

for (const isClassic of [true, false]) {
  const name = isClassic ? "the classic wire" : "our wire";

  Deno.test(`random frames on ${name} are nothing that anybody knows (seed ${SEED})`, async () => {
    using _ = withoutStacks();
    const { client, told, book } = await stage(isClassic), draw = random(SEED);
    for (let each = 0; each < COUNT; each++) {
      if (draw.below(4) > 0) client.bytes(noise(draw));
      // An empty one is what the client asks by whether all was carried out.
      else client.text(`${String.fromCharCode(...noise(draw))}.`);
      if (each % TURN === 0) await client.settled();
    }
    await client.settled();
    equal(told, ["init"]);
    equal(book.entries.length <= LINES, true);
  });

  Deno.test(`frames near to an event on ${name} are that event, or none (seed ${SEED})`, async () => {
    using _ = withoutStacks();
    const { client, told, book, sealed, server } = await stage(isClassic), draw = random(SEED);
    let possible = 0, seq = 0;
    for (let each = 0; each < COUNT; each++) {
      if (each % TURN === 0) await client.settled();
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

/** A server with the protocol of processes before pages, which clients may ask without a login, and a process that stands at its task. */
async function processes() {
  const kv = memoryKv(),
    ticket = process({
      id: "ticket",
      tasks: [beginEvent({ id: "Create" }), userTask({ id: "Work" }), endEvent({ id: "Closed" })],
      flows: [
        sequenceFlow({ id: "f1", source: "Create", target: "Work" }),
        sequenceFlow({ id: "f2", source: "Work", target: "Closed" }),
      ],
    });
  const b = bpe(kv, { manual: true, modules: { ticket: { def: ticket } } }), told: unknown[] = [];
  await b.deploy(ticket);
  const protocols = [heart, bpeN2o(b, { make: ["ticket"], anonymous: true }), nitro];
  const made = scene((event) => void told.push(event), { limits: unbounded, protocols });
  const id = await b.start("ticket", []), client = await made.greeted();
  const close = async () => {
    await b.close();
    kv.close();
  };
  return { ...made, b, told, id, client, close };
}

/** The name and the first argument of a message to processes. */
function asked(bytes: Uint8Array): readonly [name: string, first: string] {
  const term = termOf(bytes), [name, first = []] = term instanceof Tuple ? term.elements : [];
  const process = first instanceof Atom ? first.name : text(first);
  return [name instanceof Atom ? name.name : "", process ?? ""];
}

/** The processes that answers say were made. */
const madeOf = (answers: readonly Answer[]) =>
  answers.map(shownAnswer).flatMap((answer) => {
    const data = Array.isArray(answer) ? answer[3] : undefined;
    return Array.isArray(data) && data[1] === ":ok" ? [String(data[2])] : [];
  });

Deno.test(`random frames make, move and show no process (seed ${SEED})`, async () => {
  using _ = withoutStacks();
  const { client, told, id, b, close } = await processes(), draw = random(SEED);
  const before = await b.proc(id), answers: Answer[] = [];
  const names = [
    "Make",
    "Next",
    "Amen",
    "Load",
    "Proc",
    "Hist",
    "Sub",
    "Unsub",
    "ftp",
    "io",
  ] as const;
  for (let each = 0; each < PROCESSES; each++) {
    // Half of them begin as a message does.
    const head = encode(tuple(atom(draw.pick(names)), [], [])).slice(0, -draw.below(3));
    client.bytes(draw.below(2) === 0 ? noise(draw) : joined(head, noise(draw)));
    if (each % TURN === 0) answers.push(...await client.settled());
  }
  answers.push(...await client.settled());
  equal([madeOf(answers), await b.proc(id), told], [[], before, ["init"]]);
  await close();
});

Deno.test(`frames near to messages of processes are these, or none (seed ${SEED})`, async () => {
  using _ = withoutStacks();
  const { client, told, id, b, book, close } = await processes(), draw = random(SEED);
  const other = await b.start("ticket", []), answers: Answer[] = [];
  const may = { Make: 0, [id]: 0, [other]: 0 };
  const messages = [
    tuple(atom("Make"), "ticket", []),
    tuple(atom("Next"), id),
    tuple(atom("Amen"), id, [tuple(atom("note"), 1)]),
    tuple(atom("Proc"), id),
    tuple(atom("Hist"), id),
    tuple(atom("Load"), other),
    tuple(atom("Sub"), id),
    tuple(atom("Unsub"), id),
  ] as const;
  for (let each = 0; each < PROCESSES; each++) {
    const [head, ...tail] = messages, frame = encode(draw.pick([head, ...tail]));
    const bytes = draw.below(200) === 0 ? frame : mutated(frame, draw),
      [name, first] = asked(bytes);
    if (name === "Make" && first === "ticket") may.Make++;
    else if (["Next", "Amen"].includes(name) && first in may) may[first] = (may[first] ?? 0) + 1;
    client.bytes(bytes);
    if (each % TURN === 0) answers.push(...await client.settled());
  }
  answers.push(...await client.settled());
  const isMade = new Set<string>();
  // Who asks to hear no more of what is none is told so as well.
  for (const each of madeOf(answers)) {
    if (each !== id && each !== other && await b.load(each) !== undefined) isMade.add(each);
  }
  assert(isMade.size > 0 && isMade.size <= may.Make, `${isMade.size} of ${may.Make}`);
  for (const process of [id, other]) {
    // What begins it is its first command.
    const { version } = await b.proc(process), most = 1 + (may[process] ?? 0);
    assert(version <= most, `${process} was moved to ${version}, at most to ${most}`);
  }
  equal([told, book.entries.filter(({ level }) => level === "error")], [["init"], []]);
  await close();
});
