import { virtualClock } from "../../_support/clock.ts";
import { equal } from "../../_support/assert.ts";
import { atom, type Frame, io, type Term, tuple } from "../../../n2o/mod.ts";
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
  const first = [i("update", "a", "1")], call = [i("call", "a", "focus", [])];
  say(first, tuple(atom("ack"), 1));
  say(call);
  say([i("update", "a", "2")], tuple(atom("ack"), 2));
  say([i("update", "a", "3")]);
  same(read(), [
    io(first, tuple(atom("ack"), 1)),
    io(call, []),
    io([], tuple(atom("ack"), 2)),
    io([i("update", "a", "3")], []),
  ]);
});

Deno.test("an update is not left out for a text that follows it, but the other way round", () => {
  const { say, read } = scene();
  say([i("text", "a", "1")]);
  say([i("update", "a", "2")]);
  say([i("text", "a", "3")]);
  same(read(), [io([i("update", "a", "2")], []), io([i("text", "a", "3")], [])]);
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
