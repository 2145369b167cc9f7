import { memoryKv } from "../../../kvs/mod.ts";
import {
  type Json,
  jsonPatched,
  mergePatched,
  resource,
  rest,
  RestError,
  toJson,
} from "../../../rest/mod.ts";
import { equal, throws } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";

Deno.test("the examples of RFC 7396, appendix A, are answered as it has them", () => {
  const rows: readonly (readonly [Json, Json, Json])[] = [
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [["a", "b"], ["c", "d"], ["c", "d"]],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [document, patch, wanted] of rows) equal(mergePatched(document, patch), wanted);
});

Deno.test("a patch leaves the document that it is given as it is, and fails whole", () => {
  const document = { a: [1, 2], b: { c: 1 } };
  const patch = [
    { op: "add", path: "/a/-", value: 3 },
    { op: "remove", path: "/b/c" },
    { op: "test", path: "/a/0", value: 9 },
  ];
  const { errors } = throws(() => jsonPatched(document, patch), RestError, "conflict");
  equal(errors[0]?.pointer, "/2");
  equal(document, { a: [1, 2], b: { c: 1 } });
  equal(jsonPatched(document, patch.slice(0, 2)), { a: [1, 2, 3], b: {} });
  equal(document, { a: [1, 2], b: { c: 1 } });
});

Deno.test("no step of a pointer leaves the data", () => {
  for (const step of ["__proto__", "constructor", "prototype"]) {
    for (const path of [`/${step}`, `/a/${step}/x`, `/${step}/${step}/polluted`]) {
      throws(() => jsonPatched({ a: {} }, [{ op: "add", path, value: 1 }]), RestError, "bad_patch");
      throws(
        () => jsonPatched({ a: {} }, [{ op: "copy", from: path, path: "/b" }]),
        RestError,
        "bad_patch",
      );
    }
  }
  equal(Object.hasOwn(Object.prototype, "polluted"), false);
});

Deno.test("what is no patch is refused with the operation that is none", () => {
  const bad: readonly (readonly [unknown, string])[] = [
    [{}, ""],
    [[1], "/0"],
    [[{ op: "spam", path: "/a" }], "/0/op"],
    [[{ op: "add", path: "a", value: 1 }], "/0/path"],
    [[{ op: "add", path: "/a~2", value: 1 }], "/0/path"],
    [[{ op: "test", path: "/a", value: 1 }, { op: "add", path: "/a" }], "/1/value"],
    [[{ op: "copy", path: "/a" }], "/0/from"],
    [[{ op: "move", from: "/a", path: "/a/b" }], "/0/path"],
  ];
  for (const [patch, pointer] of bad) {
    equal(
      throws(() => jsonPatched({ a: 1 }, patch), RestError, "bad_patch").errors[0]?.pointer,
      pointer,
    );
  }
});

/** Applies operations as RFC 6902 tells them, written a second time: on values, never in place. */
function applied(
  document: Json,
  path: readonly string[],
  change: (old: Json | undefined) => Json | undefined,
): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return change(document);
  if (Array.isArray(document)) {
    const at = step === "-" ? document.length : Number(step);
    if (!/^(?:0|[1-9]\d*|-)$/.test(step) || at > document.length) throw new Error("no place");
    if (rest.length > 0) {
      if (at >= document.length) throw new Error("no place");
      return document.with(at, applied(document[at], rest, change) ?? null);
    }
    const made = change(document[at]);
    return made === undefined ? document.toSpliced(at, 1) : document.toSpliced(at, 0, made);
  }
  if (typeof document !== "object" || document === null) throw new Error("no place");
  const fields = new Map(Object.entries(document)), old = fields.get(step);
  if (rest.length > 0 && old === undefined) throw new Error("no place");
  const made = rest.length > 0 ? applied(old ?? null, rest, change) : change(old);
  if (made === undefined) fields.delete(step);
  else fields.set(step, made);
  return Object.fromEntries(fields);
}

Deno.test("adds and removes in any place are as a second implementation has them", () => {
  const { below, pick } = random(6902);
  const steps = ["a", "b", "0", "1", "-", "~0", "~1", "", "01"] as const;
  for (let n = 0; n < 3_000; n++) {
    let expected: Json | undefined = { a: [1, { b: 2 }], b: { "~": 1, "/": [0] }, "": 5 };
    const document = expected, patch: unknown[] = [];
    try {
      for (let k = 0; k < 3; k++) {
        const path = Array.from({ length: 1 + below(3) }, () => pick(steps));
        const names = path.map((step) => step.replace("~1", "/").replace("~0", "~")),
          isAdd = below(2) === 0;
        patch.push(
          isAdd
            ? { op: "add", path: `/${path.join("/")}`, value: { a: [k] } }
            : { op: "remove", path: `/${path.join("/")}` },
        );
        expected = applied(expected ?? null, names, (old) => {
          if (isAdd) return { a: [k] };
          if (old === undefined) throw new Error("no place");
          return undefined;
        });
      }
    } catch {
      expected = undefined;
    }
    if (expected === undefined) {
      throws(() => jsonPatched(document, patch), RestError, "unpatchable");
    } else equal(jsonPatched(document, patch), expected, JSON.stringify(patch));
  }
});

Deno.test("what a patch does not name stays what it is, though JSON cannot say it", async () => {
  using kv = memoryKv();
  const things = resource({ name: "things", table: "thing", may: "anyone" });
  const record = { id: "a", n: 2n ** 70n, at: new Date(5), raw: Uint8Array.of(1, 2), name: "x" };
  await things.source(kv).alter([{ id: "a", record, version: null }]);
  const api = rest({ kv, resources: [things] });
  const headers = { "content-type": "application/json-patch+json" };
  const body = JSON.stringify([{ op: "replace", path: "/name", value: "y" }]);
  const answer = await api.request("/rest/things/a", { method: "PATCH", headers, body });
  equal(await answer.json(), JSON.parse(JSON.stringify(toJson({ ...record, name: "y" }))));
  equal((await things.source(kv).read("a"))?.record, { ...record, name: "y" });
});
