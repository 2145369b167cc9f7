import { fromJson, type Kind, RestError, restored, toJson } from "../../../rest/mod.ts";
import { equal, throws } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";

/** A value with the kind that brings it back. */
function typed(next: () => number, depth = 0): readonly [unknown, Kind] {
  switch (Math.floor(next() * (depth > 3 ? 6 : 10))) {
    case 0:
      return [
        BigInt(Math.floor(next() * 2 ** 53)) * 10n ** BigInt(Math.floor(next() * 40)),
        "bigint",
      ];
    case 1:
      return [new Date(Math.floor((next() - 0.3) * 1e13)), "date"];
    case 2:
      return [Uint8Array.from({ length: next() * 9 }, () => next() * 256), "bytes"];
    case 3:
      return [[NaN, Infinity, -Infinity, -0, next()][Math.floor(next() * 5)], "number"];
    case 4:
      return [`${next()}`, "any"];
    case 5:
      return [next() < 0.5, "any"];
    case 6: {
      const [value, kind] = typed(next, depth + 1);
      return [[value, value], { list: kind }];
    }
    case 7: {
      const [[a, x], [b, y]] = [typed(next, depth + 1), typed(next, depth + 1)];
      return [[a, b], { tuple: [x, y] }];
    }
    case 8: {
      const [value, kind] = typed(next, depth + 1);
      return [new Map([["a", value], ["__proto__", value]]), { map: kind }];
    }
    default: {
      const [[a, x], [b, y]] = [typed(next, depth + 1), typed(next, depth + 1)];
      return [{ a, b }, { fields: { a: x, b: y } }];
    }
  }
}

Deno.test("a value of a declared kind comes back from JSON as it was", () => {
  const { next } = random(7);
  for (let n = 0; n < 2_000; n++) {
    const [value, kind] = typed(next), text = JSON.stringify(toJson(value, kind));
    equal(fromJson(JSON.parse(text), kind), value, text);
  }
});

Deno.test("what comes back as it was told is what is stored, though nothing is declared of it", () => {
  const { next } = random(8);
  for (let n = 0; n < 1_000; n++) {
    const [value] = typed(next), stored = { value, other: 1 };
    const json = JSON.parse(JSON.stringify(toJson(stored)));
    equal(restored(json, stored), stored);
    equal(restored({ ...json, other: 2 }, stored), { value, other: 2 });
  }
});

Deno.test("-0 is told as 0, deep in whatever it is in, but as text where its kind is number", () => {
  const { next } = random(9);
  const wrapped = (
    value: unknown,
    kind: Kind,
  ): readonly [unknown, Kind, (told: unknown) => unknown] => {
    switch (Math.floor(next() * 5)) {
      case 0:
        return [[value], { list: kind }, (told) => Object(told)[0]];
      case 1:
        // A set has one zero of its own.
        return [
          new Set([{ a: value }]),
          { set: { fields: { a: kind } } },
          (told) => Object(told)[0].a,
        ];
      case 2:
        return [new Map([["a", value]]), { map: kind }, (told) => Object(told).a];
      case 3:
        return [[1, value], { tuple: ["any", kind] }, (told) => Object(told)[1]];
      default:
        return [{ a: value }, { fields: { a: kind } }, (told) => Object(told).a];
    }
  };
  for (let n = 0; n < 500; n++) {
    let value: unknown = -0, kind: Kind = "number", found = (told: unknown) => told;
    for (let depth = next() * 5; depth > 1; depth--) {
      const [outer, of, inner] = wrapped(value, kind), before = found;
      [value, kind, found] = [outer, of, (told) => before(inner(told))];
    }
    equal([found(toJson(value)), found(toJson(value, kind))], [0, "-0"]);
    equal(fromJson(JSON.parse(JSON.stringify(toJson(value, kind))), kind), value);
    equal(restored(JSON.parse(JSON.stringify(toJson(value))), value), value);
  }
});

Deno.test("each value that is not of its kind is told with its place", () => {
  const kind: Kind = {
    fields: { n: "bigint", at: "date", raw: "bytes", list: { list: "number" } },
  };
  const json = { n: 1.5, at: "tomorrow", raw: "?", list: [1, "x"] };
  const { errors } = throws(() => fromJson(json, kind), RestError, "invalid");
  equal(errors.map(({ pointer }) => pointer), ["/n", "/at", "/raw", "/list/1"]);
});

Deno.test("a day that its month lacks is no time, and no other day", () => {
  const lengths = (year: number) => {
    const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  };
  for (const year of [1900, 2000, 2023, 2024]) {
    for (const [at, length] of lengths(year).entries()) {
      for (let day = 0; day <= 32; day++) {
        const month = String(at + 1).padStart(2, "0");
        const text = `${year}-${month}-${String(day).padStart(2, "0")}`;
        for (const time of ["", "T23:59Z", "T00:30:00+14:00"]) {
          const isTime = day >= 1 && day <= length;
          const read = () => fromJson(text + time, "date");
          if (!isTime) throws(read, RestError, "invalid");
          else if (time === "") equal(toJson(read()), `${text}T00:00:00.000Z`);
          else equal(read(), new Date(text + time));
        }
      }
    }
  }
  for (const none of ["2026-00-01", "2026-13-01", "2026-1-1", "2026-02-30T24:00:00Z"]) {
    throws(() => fromJson(none, "date"), RestError, "invalid");
  }
});

Deno.test("a record in a circle is a fault, and no program that does not end", () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  throws(() => toJson(circle), RestError, "fault");
});
