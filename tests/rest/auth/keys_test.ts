import { memoryKv, openKv } from "../../../kvs/mod.ts";
import { type Person, resource, rest, RestError } from "../../../rest/mod.ts";
import { apiKeys, credentials, keyOperations } from "../../../rest/auth/mod.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { createHash } from "node:crypto";

const DAY = 86_400_000;

Deno.test("a text says that it is a key, and by its checksum that it was not made up", async () => {
  using kv = memoryKv();
  const keys = apiKeys(kv, { prefix: "shop" });
  for (let n = 0; n < 50; n++) {
    const { key, text } = await keys.make({ owner: `person ${n}`, name: "x" });
    const [, id, body, check = ""] =
      /^shop_([0-9a-z]{16})_([0-9a-z]{50})([0-9a-z]{7})$/.exec(text) ?? [];
    equal([id, body?.length], [key.id, 50]);
    // A second implementation of what a scanner does.
    const digest = createHash("sha256").update(text.slice(0, -7)).digest();
    equal(check, digest.readUInt32BE(0).toString(36).padStart(7, "0"));
  }
  for (const prefix of ["", "a", "Shop", "1shop", "sh op", "shop_x", "x".repeat(17)]) {
    await rejects(() => apiKeys(kv, { prefix }), RestError, "config");
  }
});

Deno.test("what lies in the store is no text of a key, and is of no use to who reads it", async () => {
  using kv = memoryKv();
  const keys = apiKeys(kv), { text } = await keys.make({ owner: "ann", name: "x", scopes: ["a"] });
  await keys.verify(text);
  const rows: string[] = [];
  for await (const { key, value } of kv.list({ prefix: ["n2o", "rest"] })) {
    rows.push(
      JSON.stringify(
        [key, value],
        (_, each) =>
          each instanceof Uint8Array
            ? [...each].map((byte) => byte.toString(16).padStart(2, "0")).join("")
            : each,
      ),
    );
  }
  const all = rows.join("\n"), secret = text.split("_").at(-1) ?? "";
  assert(!all.includes(secret) && !all.includes(secret.slice(0, 50)), all);
  assert(all.includes(createHash("sha256").update(text).digest("hex")), all);
});

Deno.test("of a text every sign counts, and what is no key is known without asking the store", async () => {
  using kv = memoryKv();
  let reads = 0;
  const watched = new Proxy(kv, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name === "getMany") reads++;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const keys = apiKeys(watched), { text } = await keys.make({ owner: "ann", name: "x" });
  equal((await keys.verify(text))?.owner, "ann");
  const before = reads;
  for (let at = 0; at < text.length; at++) {
    const other = text[at] === "a" ? "b" : "a";
    equal(
      await keys.verify(text.slice(0, at) + other + text.slice(at + 1)),
      undefined,
      `sign ${at}`,
    );
  }
  for (
    const each of [
      "",
      "n2o",
      "n2o_",
      text.toUpperCase(),
      ` ${text}`,
      `${text} `,
      text + "a",
      text.slice(1),
      `${text}\0`,
      "n2o_" + "a".repeat(100_000),
    ]
  ) {
    equal(await keys.verify(each), undefined, each.slice(0, 100));
  }
  equal(reads, before);
  // A checksum that holds, of a key that is not there, and of one whose secret is another.
  const forged = (body: string) =>
    body + createHash("sha256").update(body).digest().readUInt32BE(0).toString(36).padStart(7, "0");
  const [, id] = text.split("_");
  equal(await keys.verify(forged(`n2o_${"0".repeat(16)}_${"0".repeat(50)}`)), undefined);
  equal(await keys.verify(forged(`n2o_${id}_${"0".repeat(50)}`)), undefined);
  equal(reads, before + 2);
});

Deno.test("a key ends in time, by hand, and for its former text when it is rotated", async () => {
  using kv = memoryKv();
  const clock = virtualClock(), keys = apiKeys(kv, { clock });
  const owner = "ann", lives = async (text: string) => await keys.verify(text) !== undefined;
  const timed = await keys.make({ owner, name: "timed", expires: clock.now() + DAY });
  const lasting = await keys.make({ owner, name: "lasting" });
  clock.advance(DAY - 1);
  equal([await lives(timed.text), await lives(lasting.text)], [true, true]);
  clock.advance(1);
  equal([await lives(timed.text), await lives(lasting.text)], [false, true]);
  equal(await keys.rotate(timed.key.id), undefined);
  equal(await keys.revoke(timed.key.id), false);

  const next = await keys.rotate(lasting.key.id, 60);
  assert(next !== undefined);
  equal([await lives(lasting.text), await lives(next.text)], [true, true]);
  clock.advance(59_999);
  equal([await lives(lasting.text), await lives(next.text)], [true, true]);
  clock.advance(1);
  equal([await lives(lasting.text), await lives(next.text)], [false, true]);
  const last = await keys.rotate(lasting.key.id, 60), now = await keys.rotate(lasting.key.id);
  assert(last !== undefined && now !== undefined);
  // Without a grace the former text is none at once, and so is the one before it.
  equal([await lives(next.text), await lives(last.text), await lives(now.text)], [
    false,
    false,
    true,
  ]);
  equal(await keys.revoke(lasting.key.id), true);
  equal([await lives(now.text), await keys.revoke(lasting.key.id)], [false, false]);
  equal((await keys.get(lasting.key.id))?.revoked, clock.now());
  for (const grace of [-1, 0.5, NaN, 2_592_001]) {
    await rejects(() => keys.rotate(now.key.id, grace), RestError, "invalid");
  }
});

Deno.test("the last use is told to the minute, at one write a minute, and no use brings a revoked key back", async () => {
  using kv = memoryKv();
  let commits = 0;
  const counted = new Proxy(kv, {
    get(target, name) {
      if (name === "atomic") commits++;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const clock = virtualClock(), keys = apiKeys(counted, { clock });
  const { key, text } = await keys.make({ owner: "ann", name: "x" });
  equal((await keys.get(key.id))?.used, undefined);
  const begun = commits, first = clock.now();
  for (let n = 0; n < 1_000; n++) {
    await keys.verify(text);
    clock.advance(59);
  }
  equal(commits - begun, 1);
  equal((await keys.get(key.id))?.used, first);
  clock.advance(1_000);
  equal((await keys.verify(text))?.used, clock.now());
  equal(commits - begun, 2);
  await keys.revoke(key.id);
  equal((await keys.get(key.id))?.used, clock.now());
  equal(await keys.verify(text), undefined);
});

Deno.test("while a key is used by many it is revoked once, and from then on nobody is let in", async () => {
  using kv = await openKv(":memory:");
  const [one, two] = [apiKeys(kv), apiKeys(kv)],
    { key, text } = await one.make({ owner: "ann", name: "x" });
  let isRevoked = false, late = 0, good = 0;
  const use = async (keys: typeof one) => {
    for (let n = 0; n < 200; n++) {
      const began = isRevoked, found = await keys.verify(text);
      if (found !== undefined) good++;
      if (found !== undefined && began) late++;
    }
  };
  const revoke = async () => {
    for (let n = 0; n < 50; n++) await two.verify(text);
    const done = await Promise.all([one.revoke(key.id), two.revoke(key.id), one.revoke(key.id)]);
    isRevoked = true;
    equal(done.filter((each) => each).length, 1);
  };
  await Promise.all([use(one), use(two), use(one), revoke()]);
  equal(late, 0);
  assert(good > 0);
  const rows: unknown[] = [];
  for await (const { key } of kv.list({ prefix: ["n2o", "rest", "used"] })) rows.push(key);
  equal(rows, []);
});

Deno.test("an owner has no more keys than the most, whoever makes them at once", async () => {
  using kv = memoryKv();
  const keys = apiKeys(kv, { most: 5 });
  const tries = await Promise.allSettled(
    Array.from({ length: 12 }, (_, n) => keys.make({ owner: "ann", name: `key ${n}` })),
  );
  equal(tries.filter(({ status }) => status === "fulfilled").length, 5);
  const { keys: all } = await keys.list({ owner: "ann" });
  equal(all.length, 5);
  await keys.revoke(all[0]?.id ?? "");
  await keys.make({ owner: "ann", name: "in its place" });
  await rejects(() => keys.make({ owner: "ann", name: "one more" }), RestError, "conflict");
  await keys.make({ owner: "bob", name: "another's" });
});

Deno.test("who makes and revokes keys for ever fills no row", async () => {
  using kv = memoryKv();
  const keys = apiKeys(kv, { most: 2 });
  for (let n = 0; n < 250; n++) {
    const { key } = await keys.make({ owner: "ann", name: "x" });
    await keys.revoke(key.id);
  }
  const { keys: listed } = await keys.list({ owner: "ann", limit: 1_000 });
  assert(listed.length <= 101, String(listed.length));
});

Deno.test("lists go on where they stopped, of all and of an owner", async () => {
  using kv = memoryKv();
  const keys = apiKeys(kv), ids: string[] = [], anns: string[] = [];
  for (let n = 0; n < 23; n++) {
    const owner = n % 3 === 0 ? "ann" : "bob", { key } = await keys.make({ owner, name: `${n}` });
    ids.push(key.id);
    if (owner === "ann") anns.push(key.id);
  }
  for (const [owner, wanted] of [[undefined, ids], ["ann", anns]] as const) {
    for (const limit of [1, 4, 23, 100]) {
      const found: string[] = [];
      for (let after: string | undefined, n = 0; n === 0 || after !== undefined; n++) {
        const page = await keys.list({ limit, ...owner && { owner }, ...after && { after } });
        assert(page.keys.length <= limit);
        found.push(...page.keys.map(({ id }) => id));
        after = page.next;
      }
      equal(found, wanted.toSorted(), `${owner} by ${limit}`);
    }
  }
});

const known: Record<string, Person> = {
  root: { id: "root", by: "cookie" },
  ann: { id: "ann", by: "cookie" },
};

Deno.test("keys are looked after by whom that is granted, and their texts are told once", async () => {
  using kv = memoryKv();
  const keys = apiKeys(kv);
  const operations = keyOperations(keys, {
    all: { scope: "keys:all", who: ({ id }) => id === "root" },
    own: { scope: "keys" },
  });
  const api = rest({
    operations,
    who: credentials({ keys, session: ({ headers }) => known[headers.get("x-session") ?? ""] }),
  });
  const ask = async (as: string, method: string, path: string, body?: unknown) => {
    const answer = await api.request(`/rest/${path}`, {
      method,
      headers: {
        ...as.startsWith("n2o_")
          ? { "x-api-key": as }
          : { "x-session": as, origin: "http://localhost" },
        ...body !== undefined && { "content-type": "application/json" },
      },
      ...body !== undefined && { body: JSON.stringify(body) },
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      json: text === "" ? {} : JSON.parse(text),
    };
  };
  equal((await ask("", "GET", "keys")).status, 401);
  const made = await ask("ann", "POST", "keys", { name: "mine", scopes: ["keys", "a"] });
  equal([made.status, made.headers.get("cache-control"), made.json.owner], [
    201,
    "no-store",
    "ann",
  ]);
  equal(made.headers.get("location"), `/rest/keys/${made.json.id}`);
  const { id, secret } = made.json as { id: string; secret: string };
  for (const path of ["keys", `keys/${id}`]) {
    const told = await ask("ann", "GET", path);
    equal(told.status, 200);
    assert(!told.text.includes("secret") && !told.text.includes(secret.slice(21)), told.text);
    assert(!/hash/.test(told.text), told.text);
  }
  const theirs = (await ask("root", "POST", "keys", { name: "bob's", owner: "bob" })).json as {
    id: string;
    secret: string;
  };
  equal((await ask("root", "GET", "keys?owner=bob")).json.keys.length, 1);
  equal((await ask("root", "GET", "keys")).json.keys.length, 2);
  equal((await ask("ann", "GET", "keys")).json.keys.length, 1);
  equal((await ask("ann", "GET", "keys?owner=bob")).status, 403);
  equal((await ask("ann", "POST", "keys", { name: "x", owner: "bob" })).status, 403);
  for (const [method, path] of [["GET", ""], ["DELETE", ""], ["POST", "/rotation"]] as const) {
    const other = await ask("ann", method, `keys/${theirs.id}${path}`);
    const absent = await ask("ann", method, `keys/${"0".repeat(16)}${path}`);
    equal(other.text.replaceAll(theirs.id, "0".repeat(16)), absent.text);
    equal(other.status, 404);
  }
  // A key that may look after keys gives others no more than it has itself.
  const limited = (body: unknown) => ask(secret, "POST", "keys", body);
  equal((await limited({ name: "x", scopes: ["a"] })).status, 201);
  equal((await limited({ name: "x", scopes: ["a", "b"] })).status, 403);
  equal((await limited({ name: "x" })).status, 403);
  const whole = (await ask("ann", "POST", "keys", { name: "whole" })).json as { id: string };
  equal((await ask(secret, "POST", `keys/${whole.id}/rotation`)).status, 403);
  const plain = (await ask("ann", "POST", "keys", { name: "plain", scopes: ["a"] })).json as {
    secret: string;
  };
  const refused = await ask(plain.secret, "GET", "keys");
  equal([refused.status, refused.headers.get("www-authenticate")], [
    403,
    'Bearer error="insufficient_scope", scope="keys"',
  ]);

  const rotated = await ask("ann", "POST", `keys/${id}/rotation?grace=0`);
  equal([rotated.status, (await ask(secret, "GET", "keys")).status], [200, 401]);
  equal((await ask(rotated.json.secret, "GET", "keys")).status, 200);
  equal((await ask("ann", "DELETE", `keys/${id}`)).status, 204);
  equal((await ask(rotated.json.secret, "GET", "keys")).status, 401);
  equal((await ask("ann", "DELETE", `keys/${id}`)).status, 404);

  const wrong: readonly (readonly [unknown, readonly string[]])[] = [
    [{}, ["/name"]],
    [[], [""]],
    [{ name: "" }, ["/name"]],
    [{ name: "a\nb" }, ["/name"]],
    [{ name: "x".repeat(101) }, ["/name"]],
    [{ name: "x", nosuch: 1, "a/b": 2 }, ["/nosuch", "/a~1b"]],
    [{ name: "x", scopes: "a" }, ["/scopes"]],
    [{ name: "x", scopes: ['a"'] }, ["/scopes"]],
    [{ name: "x", scopes: ["a b"] }, ["/scopes"]],
    [{ name: "x", scopes: Array(51).fill("a") }, ["/scopes"]],
    [{ name: "x", expires: "2001-01-01T00:00:00Z" }, ["/expires"]],
    [{ name: "x", expires: "tomorrow" }, ["/expires"]],
    [{ name: "x", expires: 1e15 }, ["/expires"]],
    [{ name: "x", owner: 1 }, ["/owner"]],
  ];
  for (const [body, pointers] of wrong) {
    const { status, json } = await ask("root", "POST", "keys", body);
    equal([status, json.errors?.map(({ pointer }: { pointer: string }) => pointer)], [
      422,
      pointers,
    ], JSON.stringify(body));
  }
  await rejects(() => keyOperations(keys, {}), RestError, "config");
});

Deno.test("by a key that ends nobody makes, or gets the text of, one that goes on after it", async () => {
  using kv = memoryKv();
  const keys = apiKeys(kv), end = Date.now() + 3_600_000;
  const api = rest({
    operations: keyOperations(keys, { own: { scope: "keys" } }),
    who: credentials({ keys }),
  });
  for (const scopes of [undefined, ["keys"]]) {
    const own = { owner: "ann", name: "x", ...scopes && { scopes } };
    const { key, text } = await keys.make({ ...own, expires: end });
    const post = async (path: string, body?: unknown) =>
      (await api.request(`/rest/keys${path}`, {
        method: "POST",
        headers: {
          "x-api-key": text,
          ...body !== undefined && { "content-type": "application/json" },
        },
        ...body !== undefined && { body: JSON.stringify(body) },
      })).status;
    const make = (expires?: number) =>
      post("", {
        name: "y",
        scopes: ["keys"],
        ...expires !== undefined && { expires: new Date(expires).toISOString() },
      });
    equal([await make(), await make(end + 1), await make(end), await make(end - 60_000)], [
      403,
      403,
      201,
      201,
    ]);
    const { key: lasting } = await keys.make(own),
      { key: shorter } = await keys.make({ ...own, expires: end - 1 });
    const rotate = (id: string) => post(`/${id}/rotation`);
    equal([await rotate(lasting.id), await rotate(shorter.id), await rotate(key.id)], [
      403,
      200,
      200,
    ]);
  }
});

Deno.test("what is no id leads on in no list, and none is looked for", async () => {
  using kv = memoryKv();
  const keys = apiKeys(kv);
  const api = rest({
    operations: keyOperations(keys, { all: "known" }),
    who: () => ({ id: "root", by: "key" }),
  });
  const ask = async (path: string) => (await api.request(`/rest/keys${path}`)).status;
  const odd = ["%00", "%F0%9F%98%80", "a%2Fb", "__proto__", "x".repeat(100)];
  for (const id of odd) equal([await ask(`/${id}`), await ask(`?after=${id}`)], [404, 200], id);
  for (const length of [101, 3_000]) {
    const id = "x".repeat(length);
    equal([await ask(`/${id}`), await ask(`?after=${id}`)], [404, 400]);
  }
});

Deno.test("an owner whom the application does not know any more has no keys", async () => {
  using kv = memoryKv();
  const keys = apiKeys(kv), people = new Map([["ann", { name: "Ann" }]]);
  const seen: unknown[] = [];
  const notes = resource({
    name: "notes",
    table: "note",
    may: { list: "anyone", row: (person) => void seen.push(person) === undefined },
  });
  const who = credentials({ keys, owner: ({ owner }) => people.get(owner) });
  const api = rest({ kv, resources: [notes], who });
  const { key, text } = await keys.make({ owner: "ann", name: "x", scopes: ["a"] });
  const request = new Request("http://x/rest/notes", { headers: { "x-api-key": text } });
  equal(await who(request), {
    id: "ann",
    by: "key",
    key: key.id,
    scopes: ["a"],
    user: { name: "Ann" },
  });
  equal((await api.request(request)).status, 200);
  people.delete("ann");
  equal((await api.request(request)).status, 401);
});
