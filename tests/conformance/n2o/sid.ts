/**
 * Session ids that follow from a seed: `seed_hex`, `key`, `sid`.
 *
 * @module
 */
import { decode } from "../../../n2o/bert/bert.ts";
import { seededSid } from "../../../n2o/session/pickle.ts";
import { equal } from "../../_support/assert.ts";
import { failureOf, field, type Kind } from "../kind.ts";

/** Session ids of a seed. */
export const sid: Kind = {
  is: (line) => "sid" in line && "seed_hex" in line,
  run: (lines) =>
    lines.map((line) => ({
      name: field(line, "seed"),
      failure: failureOf(() => {
        const seed = decode(Uint8Array.fromHex(field(line, "seed_hex")));
        equal(seededSid(seed, field(line, "key")), field(line, "sid"));
      }),
    })),
};
