/**
 * Random terms and bytes.
 *
 * @module
 */
import {
  atom,
  BitString,
  Export,
  float,
  Fun,
  ImproperList,
  Pid,
  Port,
  Reference,
  type Term,
  Tuple,
} from "../../../n2o/bert/bert.ts";

const NAMES = [
  "ok",
  "Token",
  "",
  "é",
  "Ā",
  "привіт",
  "😀",
  "a b",
  "x".repeat(255),
  "щ".repeat(200),
];

/** A term of up to `depth` levels, in the form that decoding yields. */
export function randomTerm(next: (below: number) => number, depth: number): Term {
  const some = (most: number) =>
    Array.from({ length: next(most + 1) }, () => randomTerm(next, depth - 1));
  const name = () => atom(NAMES[next(NAMES.length)] ?? "");
  const word = () => next(2 ** 32);
  const pid = () => new Pid(atom("n@h"), word(), word(), word());
  const bytes = () => Uint8Array.from({ length: next(20) }, () => next(256));
  switch (next(depth > 0 ? 17 : 11)) {
    case 0:
      return next(300) - 20;
    case 1:
      return (next(2) === 0 ? 1 : -1) * 2 ** next(53) + next(3) + 1;
    case 2: {
      const big = (1n << BigInt(54 + next(3000))) + BigInt(next(1000));
      return next(2) === 0 ? big : -big;
    }
    case 3:
      return float((next(2000) - 1000) / 2 ** next(12));
    case 4:
      return float(
        (next(2) === 0 ? 1 : -1) * (1 + next(2 ** 32) / 2 ** 32) * 2 ** (next(2000) - 1000),
      );
    case 5:
      return name();
    case 6:
      return bytes();
    case 7:
      return new BitString(Uint8Array.from([...bytes(), next(256)]), 1 + next(7));
    case 8:
      return pid();
    case 9:
      return next(2) === 0
        ? new Port(
          atom("n@h"),
          next(2) === 0 ? word() : (BigInt(word()) << 32n) | (1n << 62n),
          word(),
        )
        : new Reference(atom("n@h"), word(), Array.from({ length: next(6) }, word));
    case 10:
      return new Export(name(), name(), next(256));
    case 11:
    case 12:
      return new Tuple(some(next(100) === 0 ? 300 : 5));
    case 13:
      return some(5);
    case 14:
      return Array.from({ length: next(40) }, () => next(256));
    case 15: {
      const map = new Map<Term, Term>();
      for (let left = next(5); left > 0; left--) {
        map.set(next(1000) - 500, randomTerm(next, depth - 1));
      }
      map.set(new Tuple([randomTerm(next, depth - 1)]), name());
      return map;
    }
    default: {
      if (next(2) === 0) return new ImproperList([randomTerm(next, 0), ...some(3)], name());
      return new Fun({
        arity: next(256),
        uniq: Uint8Array.from({ length: 16 }, () => next(256)),
        index: word(),
        module: name(),
        oldIndex: next(2 ** 31),
        oldUniq: -next(2 ** 31),
        pid: pid(),
        free: some(3),
      });
    }
  }
}
