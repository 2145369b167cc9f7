import { atom, decode, encode, type Term, tuple } from "../../../n2o/bert/bert.ts";
import { N2oError } from "../../../n2o/error.ts";
import { pickler } from "../../../n2o/session/pickle.ts";
import { ownerOf, type Seals, seals } from "../../../n2o/session/seals.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { random } from "../../_support/random.ts";

const SECRET = "a secret of sixteen letters", TTL = 1_000_000;

function scene(secret: string | readonly string[] = SECRET, clock = virtualClock()) {
  const own = pickler(secret, clock);
  return { clock, pickler: own, seals: seals({ pickler: own, clock, ttl: TTL }) };
}

function opens(at: Seals, text: string, owner: string): Term | string {
  try {
    return at.open(text, [owner]).term;
  } catch (error) {
    if (!N2oError.is(error)) throw error;
    return error.code;
  }
}

Deno.test("what is sealed is the same text for the same session, user and term, and another one where any of them differs", () => {
  const { seals } = scene(), { below, pick } = random(20_261);
  const texts = new Map<string, string>();
  for (let each = 0; each < 3_000; each++) {
    const session = pick(["s", "t", "st"]), user = pick(["", "a", "a\0b"]);
    const term = tuple(atom("ev"), pick(["/a", "/b"]), below(6), pick(["x", "y"]));
    const owner = ownerOf(session, user), name = JSON.stringify([session, user, [...encode(term)]]);
    const text = seals.seal(term, owner), known = texts.get(name);
    if (known === undefined) {
      assert(![...texts.values()].includes(text), "two have one text");
      texts.set(name, text);
    } else equal(text, known);
    const opened = seals.open(text, [ownerOf("nobody", ""), owner]);
    equal([opened.owner, opened.session], [owner, session]);
    equal(encode(opened.term), encode(term));
  }
  equal(texts.size, 3 * 3 * 2 * 6 * 2);
});

Deno.test("nobody opens what was sealed for another session or user, however often it was opened", () => {
  const { seals } = scene(), owners = ["s", ownerOf("s", "alice"), ownerOf("s", "bob"), "t"];
  for (const owner of owners) {
    const text = seals.seal("mine", owner);
    for (let again = 0; again < 3; again++) {
      for (const other of owners) {
        if (other === owner) seals.open(text, [other]);
        else throws(() => seals.open(text, [other]), N2oError, "forged");
      }
      throws(() => seals.open(text, []), N2oError, "forged");
    }
  }
});

Deno.test("it is sealed anew at half of its time, and opens until all of it is over", () => {
  const { seals, clock } = scene(), first = seals.seal("x", "s");
  clock.advance(TTL / 2 - 1);
  equal(seals.seal("x", "s"), first);
  clock.advance(1);
  const second = seals.seal("x", "s");
  assert(second !== first, "it is not sealed anew");
  equal(seals.seal("x", "s"), second);
  clock.advance(TTL / 2 - 1);
  assert(opens(seals, first, "s") instanceof Uint8Array, "it ended too early");
  clock.advance(1);
  equal(opens(seals, first, "s"), "expired");
  assert(opens(seals, second, "s") instanceof Uint8Array, "it ended with the other");
  clock.advance(TTL / 2);
  equal(opens(seals, second, "s"), "expired");
});

Deno.test("what is kept says of every text the same as the seal itself says", () => {
  const { seals, pickler, clock } = scene(), { below, pick } = random(7);
  const owners = ["s", ownerOf("s", "u"), "t"] as const,
    texts: [string, ...string[]] = [
      seals.seal(0, "s"),
    ];
  for (let each = 0; each < 500; each++) {
    clock.advance(below(TTL / 20));
    texts.push(seals.seal(below(10), pick(owners)));
    const text = pick(texts), owner = pick(owners);
    let expected: Term | string;
    try {
      expected = pickler.depickle(text, owner);
    } catch (error) {
      if (!N2oError.is(error)) throw error;
      expected = error.code;
    }
    equal(opens(seals, text, owner), expected);
  }
});

Deno.test("another server of the same secret opens it, of a new and the old one as well, of another one not", () => {
  const clock = virtualClock(), here = scene(SECRET, clock), next = "the next secret of the server";
  const text = here.seals.seal("x", "s");
  for (const secret of [SECRET, [next, SECRET]]) {
    const there = scene(secret, clock).seals;
    for (let again = 0; again < 2; again++) {
      equal(opens(there, text, "s"), new TextEncoder().encode("x"));
    }
    equal(opens(there, text, "t"), "forged");
  }
  const rotated = scene([next, SECRET], clock).seals;
  assert(rotated.seal("x", "s") !== text, "it is sealed with the old secret");
  equal(opens(scene(next, clock).seals, text, "s"), "forged");
  equal(opens(here.seals, rotated.seal("x", "s"), "s"), "forged");
});

Deno.test("each opening gives a term of its own", () => {
  const { seals } = scene(),
    text = seals.seal(tuple([1], new Map([["k", Uint8Array.of(1, 2)]])), "s");
  const first = encode(seals.open(text, ["s"]).term).slice();
  for (let again = 0; again < 3; again++) {
    const { term } = seals.open(text, ["s"]);
    equal(encode(term), first);
    spoil(term);
  }
  equal(encode(seals.open(text, ["s"]).term), first);
});

/** Changes whatever of a term can be changed. */
function spoil(term: Term): void {
  if (term instanceof Uint8Array) term.fill(0);
  else if (term instanceof Map) {
    for (const each of term.values()) spoil(each);
    term.clear();
  } else if (typeof term === "object" && "elements" in term) term.elements.forEach(spoil);
  else if (isList(term)) term.length = 0;
}

Deno.test("what is kept is bounded: of many the latest are at hand, and all others open still", () => {
  const { pickler, clock } = scene();
  let sealed = 0, opened = 0;
  const counted = seals({
    clock,
    ttl: TTL,
    pickler: {
      ...pickler,
      pickle: (...given) => (sealed++, pickler.pickle(...given)),
      unseal: (...given) => (opened++, pickler.unseal(...given)),
    },
  });
  const large = "x".repeat(1_500), count = 2_000, first = counted.seal(`0${large}`, "s");
  for (let each = 1; each < count; each++) counted.seal(`${each}${large}`, "s");
  equal(sealed, count);
  counted.seal(`${count - 1}${large}`, "s");
  equal(sealed, count);
  counted.open(first, ["s"]);
  equal(opened, 1);
  assert(counted.seal(`0${large}`, "s") !== first, "all of them are kept");
  const huge = "x".repeat(3_000);
  assert(counted.seal(huge, "s") !== counted.seal(huge, "s"), "what is huge is kept");
  equal(
    decode(encode(counted.open(counted.seal(huge, "s"), ["s"]).term)),
    new TextEncoder().encode(huge),
  );
});

function isList(term: Term): term is Term[] {
  return Array.isArray(term);
}
