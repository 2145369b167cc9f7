import { virtualClock } from "../../_support/clock.ts";
import { equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { atom, type Frame, io, type Term, text, type Tuple, tuple } from "../../../n2o/mod.ts";
import { bert } from "../../../n2o/format/bert.ts";
import * as formats from "../../../n2o/format/mod.ts";
import { superjson } from "../../../n2o/format/superjson/superjson.ts";
import { UNDER_WAY, Waiting } from "../../../n2o/limit/waiting.ts";
import { nitro } from "../../../nitro/mod.ts";

/** Frames that wait for a client that does not read, and what it gets when it does. */
function scene() {
  const sent: Term[] = [], clock = virtualClock();
  const outlet = {
    backlog: UNDER_WAY + 1,
    send: (frame: Frame) =>
      void sent.push(
        bert.decode(typeof frame === "string" ? frame : frame.slice().buffer) ?? frame,
      ),
  };
  const waiting = new Waiting(outlet, bert, { protocols: [nitro], clock });
  return {
    waiting,
    clock,
    say: (instructions: Term[], data: Term = []) =>
      waiting.put(bert.encode(io(instructions, data))),
    read() {
      outlet.backlog = 0;
      clock.advance(20);
      return sent;
    },
  };
}

const i = (name: string, ...rest: Term[]) => tuple(atom(name), ...rest);
const bytes = (term: Term): string => JSON.stringify(bert.encode(term));
const same = (was: readonly Term[], is: readonly Term[]) => equal(was.map(bytes), is.map(bytes));

Deno.test("of updates that wait for a slow client the last of each element goes out, in its place", () => {
  const { say, read, waiting } = scene();
  for (let n = 0; n < 1_000; n++) {
    say([i("update", "a", `<p id="a">${n}</p>`), i("attr", "f", "value", `${n}`)]);
    say([i("text", "b", `${n}`)]);
  }
  equal(waiting.size < 300, true);
  same(read(), [
    io([i("update", "a", '<p id="a">999</p>'), i("attr", "f", "value", "999")], []),
    io([i("text", "b", "999")], []),
  ]);
});

Deno.test("what an instruction between may depend on stays, and so does every answer", () => {
  const { say, read } = scene();
  const first = [i("update", "a", '<p id="a">1</p>')], call = [i("call", "a", "focus", [])];
  say(first, tuple(atom("ack"), 1));
  say(call);
  say([i("update", "a", '<p id="a">2</p>')], tuple(atom("ack"), 2));
  say([i("update", "a", '<p id="a">3</p>')]);
  same(read(), [
    io(first, tuple(atom("ack"), 1)),
    io(call, []),
    io([], tuple(atom("ack"), 2)),
    io([i("update", "a", '<p id="a">3</p>')], []),
  ]);
});

Deno.test("an update is not left out for a text that follows it, but the other way round", () => {
  const { say, read } = scene();
  say([i("text", "a", "1")]);
  say([i("update", "a", '<p id="a">2</p>')]);
  say([i("text", "a", "3")]);
  same(read(), [io([i("update", "a", '<p id="a">2</p>')], []), io([i("text", "a", "3")], [])]);
});

Deno.test("whatever is said to a slow client goes out, in any format: more than a client may say, and what is no term", () => {
  const said = (...ids: string[]) => io(ids.map((id) => i("attr", id, "title", atom("true"))), []);
  const many = Array.from({ length: 1_025 }, (_, n) => `a${n}`);
  const deep = Array.from({ length: 300 }).reduce<Term>((inner) => [inner], []);
  for (const formatter of [...Object.values(formats), superjson]) {
    const sent: Frame[] = [], clock = virtualClock();
    const outlet = { backlog: UNDER_WAY + 1, send: (frame: Frame) => void sent.push(frame) };
    const waiting = new Waiting(outlet, formatter, { protocols: [nitro], clock });
    const frames: Frame[] = [said("b"), said(...many)].map((term) => formatter.encode(term));
    frames.push(
      "{",
      "[1",
      "<a",
      '{"json":',
      "{a",
      bert.encode(io([deep], [])),
      Uint8Array.of(131, 1),
      "",
    );
    for (const frame of frames) waiting.put(frame);
    outlet.backlog = 0;
    clock.advance(20);
    equal(sent.map((frame, at) => frame === frames[at]), frames.map(() => true), formatter.name);
  }
});

/** An element with an id, and those in it. */
interface Element {
  readonly id: string;
  text: string;
  bound: string;
  inner: Element[];
}

const HTML =
  /<div id="(\w+)">([^<]*)((?:<p id="\w+">[^<]*<\/p>)*)<\/div>|<p id="(\w+)">([^<]*)<\/p>/g;

/** What HTML says; an update ends the bindings of all that is in it. */
function read(html: string): Element[] {
  return [...html.matchAll(HTML)].map(([, id, text, inner = "", only = "", its = ""]) => ({
    id: id ?? only,
    text: text ?? its,
    bound: "",
    inner: read(inner),
  }));
}

/** What a document shows after instructions, and what is bound there. */
function shown(frames: readonly Term[]): string {
  let all = read('<div id="a"></div><div id="b"></div>');
  for (const frame of frames) {
    // As: all of them are `io` with a list of instructions.
    for (const { elements: [name, ...rest] } of (frame as Tuple).elements[1] as Tuple[]) {
      const [target, first = "", second = ""] = rest.map((part) => text(part) ?? "");
      const found = all.flatMap((each) => [each, ...each.inner]).find(({ id }) => id === target);
      if (found === undefined) continue;
      if (name === atom("bind")) found.bound = second;
      if (name === atom("text")) Object.assign(found, { text: first, inner: [] });
      if (name !== atom("update")) continue;
      const made = read(first), ids = made.map(({ id }) => id);
      // What follows the element may be there from the last time.
      all = all.filter((each) => each === found || !ids.includes(each.id))
        .flatMap((each) => each === found ? made : [each]);
    }
  }
  return JSON.stringify(all);
}

Deno.test(`a slow client shows in the end what one shows that gets all (seed ${SEED})`, () => {
  const { below, pick } = random(SEED), ids = ["x", "y"] as const;
  let merged = 0;
  for (let round = 0; round < rounds(500, 100_000); round++) {
    const said: Term[] = [], { say, read } = scene();
    const rows = () =>
      ids.filter(() => below(2) > 0).map((id) => `<p id="${id}">${below(2)}</p>`).join("");
    const instruction = (): Term => {
      const target = pick(["a", "b"]), any = pick(["a", "b", "x", "y"]);
      const one = `<div id="${target}">${below(2)}${target === "a" ? rows() : ""}</div>`;
      switch (below(6)) {
        case 0:
          return i("bind", any, "click", `${below(9)}`, [], new Map());
        case 1:
          return i("text", any, `${below(9)}`);
        case 2:
          return i("update", target, pick(["", `${one}<p id="z${below(9)}">z</p>`]));
        default:
          return i("update", target, one);
      }
    };
    for (let each = 2 + below(6); each > 0; each--) {
      const all = Array.from({ length: 1 + below(2) }, instruction);
      said.push(io(all, []));
      say(all);
    }
    const got = read();
    if (got.length < said.length) merged++;
    const why = `round ${round}: ${said.map((term) => formats.text.encode(term)).join("\n")}`;
    equal(shown(got), shown(said), why);
  }
  equal(merged > 0, true);
});

Deno.test("an update that takes its element away is not left out: for what follows that is not there", () => {
  for (const html of ["", " ", '<p id="b">1</p>', '<p class="x" id="b" title=">">1</p>']) {
    const { say, read } = scene(), before = [i("update", "a", '<p id="a">1</p>')];
    const end = [i("update", "a", html)], after = [i("update", "a", '<p id="a">2</p>')];
    for (const each of [before, end, after]) say(each);
    same(read(), [end, after].map((each) => io(each, [])));
  }
});
