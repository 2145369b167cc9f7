import { decode, encode } from "../../../n2o/bert/bert.ts";
import { N2oError } from "../../../n2o/error.ts";
import { depickleGcm, depickleSecret, seededSid } from "../../../n2o/session/pickle.ts";
import { Atom, type Term, Tuple } from "../../../n2o/term/term.ts";
import { equal, throws } from "../../_support/assert.ts";
import { absent, lines } from "../../_support/golden.ts";

interface Pickle {
  readonly scheme: "n2o_secret" | "aes_gcm" | "nitro_conv";
  readonly key: string;
  readonly term_hex?: string;
  readonly pickle: string;
  readonly ok: boolean;
  readonly case?: string;
  readonly depickled?: string;
}

const openers = { n2o_secret: depickleSecret, aes_gcm: depickleGcm };

/** The atoms of a term: what a node that made it knows. */
function atomsOf(term: Term, found: Set<string> = new Set()): Set<string> {
  if (term instanceof Atom) found.add(term.name);
  const parts = term instanceof Tuple
    ? term.elements
    : Array.isArray(term)
    ? term
    : term instanceof Map
    ? [...term].flat()
    : [];
  for (const part of parts) atomsOf(part, found);
  return found;
}

Deno.test({
  name: "pickles of both original schemes open to the terms that were sealed in them",
  ignore: absent,
  fn() {
    const sealed = lines<Pickle>("pickle.jsonl").filter((each) =>
      each.ok && each.scheme !== "nitro_conv"
    );
    for (const { scheme, key, pickle, term_hex } of sealed) {
      const open = openers[scheme as keyof typeof openers];
      equal(open(pickle, { key }), decode(Uint8Array.fromHex(term_hex ?? "")));
    }
    equal(sealed.length > 80, true);
  },
});

Deno.test({
  name: "what the original schemes refused is refused, and what they took for good is taken",
  ignore: absent,
  fn() {
    const all = lines<Pickle>("pickle.jsonl");
    const known = new Set<string>();
    for (const { term_hex } of all) {
      if (term_hex) atomsOf(decode(Uint8Array.fromHex(term_hex)), known);
    }
    const cases = all.filter((each) => !each.ok && each.scheme !== "nitro_conv");
    for (const { scheme, key, pickle, depickled } of cases) {
      const open = openers[scheme as keyof typeof openers],
        options = { key, atoms: (name: string) => known.has(name) };
      if (depickled === "<<>>") throws(() => open(pickle, options), N2oError, "forged");
      else open(pickle, options);
    }
    equal(cases.length > 20, true);
  },
});

Deno.test({
  name: "session ids of a seed are the original's",
  ignore: absent,
  fn() {
    for (
      const { seed_hex, key, sid } of lines<{ seed_hex: string; key: string; sid: string }>(
        "sid.jsonl",
      )
    ) {
      equal(seededSid(decode(Uint8Array.fromHex(seed_hex)), key), sid);
    }
  },
});

Deno.test("no key opens a text that is no hexadecimal, empty or cut", () => {
  for (const text of ["", "0", "zz", "00", "00".repeat(47), "00".repeat(64), encode([]).toHex()]) {
    for (const open of Object.values(openers)) {
      throws(() => open(text, { key: "sixteen letters!" }), N2oError, "forged");
    }
  }
});
