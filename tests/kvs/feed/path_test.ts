import { type FeedName, feedPath, KvsError } from "../../../kvs/mod.ts";
import { feedParts } from "../../../kvs/feed/path.ts";
import { equal, throws } from "../../_support/assert.ts";

Deno.test("a lone surrogate in a path is U+FFFD, as it is in keys, so that a name told is the name asked", () => {
  equal(feedParts("/a\ud800/b"), ["a\ufffd", "b"]);
  equal(feedParts(["a", "\udfff"]), ["a", "\ufffd"]);
  equal(feedPath("\ud800"), "/\ufffd");
  equal(feedParts("/😀"), ["😀"]);
});

Deno.test("what is neither a path nor an array of texts is a bad feed, whatever it is", () => {
  const revoked = Proxy.revocable([], {});
  revoked.revoke();
  const bad: unknown[] = [
    undefined,
    null,
    1,
    NaN,
    1n,
    true,
    Symbol("s"),
    () => {},
    {},
    { length: 1, 0: "a" },
    new Uint8Array(2),
    ["a", 1],
    ["a", null],
    ["a", undefined],
    ["a", Symbol("s")],
    ["a", ["b"]],
    ["a", Object("b")],
    ["a", Object.create(null)],
    Object.assign([], { length: 2 }),
    Object.assign([], { length: 4_000_000_000 }),
    [""],
    Array.from({ length: 33 }, () => "a"),
    revoked.proxy,
    "",
    "a",
    "a/b",
  ];
  for (const name of bad) throws(() => feedParts(name as FeedName), KvsError, "bad_feed");
  throws(() => feedPath("a", Symbol("s") as unknown as string), KvsError, "bad_feed");
});

Deno.test("a name that is an array is the caller's no more", () => {
  const name = ["a"], parts = feedParts(name);
  name[0] = "b";
  equal(parts, ["a"]);
});
