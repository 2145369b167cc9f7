import { atom } from "../../../n2o/term/atom.ts";
import { N2oError } from "../../../n2o/error.ts";
import { pickler } from "../../../n2o/session/pickle.ts";
import { tuple } from "../../../n2o/term/term.ts";
import { equal, notEqual, throws } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";

const secret = "a secret of more than sixteen letters";
const term = tuple(atom("ev"), 1, [atom("a")]);

Deno.test("a pickle opens in its own session, until its time", () => {
  const clock = virtualClock(), { pickle, depickle } = pickler(secret, clock);
  const sealed = pickle(term, "session", clock.now() + 60_000);
  equal(depickle(sealed, "session"), term);
  clock.advance(59_000);
  equal(depickle(sealed, "session"), term);
  clock.advance(1_000);
  throws(() => depickle(sealed, "session"), N2oError, "expired");
});

Deno.test("a pickle of another session, another secret or another purpose is forged", () => {
  const clock = virtualClock(),
    { pickle, depickle } = pickler(secret, clock),
    till = clock.now() + 60_000;
  throws(() => depickle(pickle(term, "a", till), "b"), N2oError, "forged");
  throws(() => depickle(pickle(term, "", till), "a"), N2oError, "forged");
  throws(
    () => depickle(pickler(`${secret}!`, clock).pickle(term, "a", till), "a"),
    N2oError,
    "forged",
  );
});

Deno.test("a pickle with any bit flipped, cut anywhere or of other characters is forged", () => {
  const clock = virtualClock(), { pickle, depickle } = pickler(secret, clock);
  const sealed = pickle(term, "a", clock.now() + 60_000),
    bytes = Uint8Array.fromBase64(sealed, { alphabet: "base64url" });
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = bytes.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    throws(
      () => depickle(flipped.toBase64({ alphabet: "base64url", omitPadding: true }), "a"),
      N2oError,
      "forged",
    );
  }
  for (let length = 0; length < sealed.length; length++) {
    throws(() => depickle(sealed.slice(0, length), "a"), N2oError, "forged");
  }
  for (const text of [`${sealed} `, `${sealed}\n`, "é".repeat(80), "A".repeat(70_000)]) {
    throws(() => depickle(text, "a"), N2oError, "forged");
  }
});

Deno.test("two pickles of one term differ", () => {
  const { pickle } = pickler(secret);
  notEqual(pickle(term, "a", Infinity), pickle(term, "a", Infinity));
});

Deno.test("a short secret is refused with the name of the setting", () => {
  const error = throws(() => pickler("ThisIsClassifie"), N2oError, "config");
  equal(error.message.startsWith("secret:"), true);
});

Deno.test("pickles open after the keys of two thousand other sessions were used", () => {
  const { pickle, depickle } = pickler(secret), first = pickle(term, "first", Infinity);
  for (let each = 0; each < 2_000; each++) pickle(term, `session ${each}`, Infinity);
  equal(depickle(first, "first"), term);
});
