import { BertError, decode, encode, type Minor } from "../../../n2o/bert/bert.ts";
import { throws } from "../../_support/assert.ts";
import { equal } from "../../_support/assert.ts";
import { absent, lines } from "../../_support/golden.ts";
import { readTerm, same } from "./text.ts";

interface Golden {
  term: string;
  hex: string;
  minor: Minor;
  compressed: boolean;
  note: string;
  term_full: boolean;
}

/** Content of a compressed term, or the bytes themselves. */
async function content(bytes: Uint8Array): Promise<string> {
  if (bytes[1] !== 80) return bytes.toHex();
  const inflated = new Blob([bytes.slice(6)]).stream().pipeThrough(
    new DecompressionStream("deflate"),
  );
  return `83${new Uint8Array(await new Response(inflated).arrayBuffer()).toHex()}`;
}

/** Whether a map with more keys than Erlang sorts is anywhere in the term. */
const hashed = (term: string) => /#\{/.test(term) && term.split(" => ").length > 33;

Deno.test({
  name: "every recorded term decodes and encodes to the recorded bytes",
  ignore: absent,
  fn: async () => {
    for (const { hex, minor, compressed, term, note } of lines<Golden>("bert.jsonl")) {
      const bytes = Uint8Array.fromHex(hex), value = decode(bytes);
      const again = encode(value, { minor, compressed });
      const message = `${note} ${term.slice(0, 80)} minor ${minor}`;
      if (hashed(term)) equal(same(decode(again), value), true, message);
      else equal(await content(again), await content(bytes), message);
    }
  },
});

Deno.test({
  name: "every recorded term decodes to the value that its text says",
  ignore: absent,
  fn: () => {
    for (const { hex, term, term_full, note } of lines<Golden>("bert.jsonl")) {
      if (!term_full || /[#]Fun</.test(term)) continue;
      equal(same(readTerm(term), decode(Uint8Array.fromHex(hex))), true, `${note} ${term}`);
    }
  },
});

Deno.test({
  name: "what Erlang refuses is refused",
  ignore: absent,
  fn: () => {
    for (const { hex, kind } of lines<{ hex: string; kind: string }>("bert_invalid.jsonl")) {
      try {
        decode(Uint8Array.fromHex(hex));
      } catch (error) {
        if (error instanceof BertError) continue;
        throw new Error(`${kind} ${hex}`, { cause: error });
      }
      throw new Error(`accepted ${kind} ${hex}`);
    }
  },
});

Deno.test({
  name: "odd inputs that Erlang accepts are accepted and encode as they do there",
  ignore: absent,
  fn: () => {
    for (
      const { hex, reencoded } of lines<{ hex: string; reencoded: string }>("bert_lenient.jsonl")
    ) {
      equal(encode(decode(Uint8Array.fromHex(hex))).toHex(), reencoded, hex);
    }
  },
});

Deno.test({
  name: "safe decoding refuses unknown atoms and functions, as Erlang does",
  ignore: absent,
  fn: () => {
    const atoms = new Set(["ok", "a", "true", "lists", "map", "gen_bert", "nonode@nohost"]);
    const known = {
      atoms: (name: string) => atoms.has(name),
      exports: (module: string, name: string, arity: number) =>
        `${module}:${name}/${arity}` === "lists:map/2",
    };
    for (
      const { hex, safe_result } of lines<{ hex: string; safe_result: string }>("bert_safe.jsonl")
    ) {
      const bytes = Uint8Array.fromHex(hex);
      if (safe_result === "ok") decode(bytes, known);
      else throws(() => decode(bytes, known), BertError, "atom");
    }
  },
});
