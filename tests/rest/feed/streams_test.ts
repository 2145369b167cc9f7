import { memoryKv } from "../../../kvs/mod.ts";
import { feeds, rest } from "../../../rest/mod.ts";
import { assert, equal } from "../../_support/assert.ts";

interface Payment {
  readonly id: string;
  readonly amount: bigint;
}

const payments = feeds<Payment>({
  prefix: "/fin/pay",
  under: "apart",
  may: "anyone",
  fields: ["id", "amount"],
  kinds: { amount: "bigint" },
  types: ["application/json", "application/x-ndjson", "text/csv", "text/event-stream"],
  imports: ["application/x-ndjson", "text/csv"],
});
const ADDRESSES = ["/rest/kvs/0/fin/pay", "/rest/kvs/0/fin/pay/x%2Fy"];
const ndjson = { "content-type": "application/x-ndjson" };
const LINES = ['{"id":"a","amount":"1"}', '{"id":"ю","amount":"x"}', '{"id":"c","amount":"5"}'];

interface Became {
  readonly line: number;
  readonly status: number;
  readonly location?: string;
}

function parsed<T>(text: string): readonly T[] {
  return text.split("\n").filter((line) => line !== "").map((line): T => JSON.parse(line));
}

Deno.test("an import into a feed that is cut at any byte stores the lines told as stored, and no others", async () => {
  const bytes = new TextEncoder().encode(LINES.join("\n"));
  for (const address of ADDRESSES) {
    for (let cut = 1; cut <= bytes.length; cut++) {
      using kv = memoryKv();
      const api = rest({ kv, feeds: [payments] });
      const body = bytes.slice(0, cut);
      const answer = await api.request(address, { method: "POST", headers: ndjson, body });
      const told = parsed<Became>(await answer.text());
      equal(told.map(({ line }) => line), told.map((_, at) => at + 1), `each line once: ${cut}`);
      const stored = told.flatMap(({ location = [] }) => location);
      const list = await api.request(address, { headers: { accept: "application/x-ndjson" } });
      const found = parsed<{ id: string }>(await list.text()).map(({ id }) => id);
      const item = address.replace("/kvs/0/", "/kvs/1/ID/");
      equal(stored, found.map((id) => item.replace("ID", encodeURIComponent(id))), `${cut}`);
      const whole = [LINES[0], LINES[2]].filter((line = "", at) =>
        cut >= (at === 0 ? line.length : bytes.length)
      );
      equal(found.length, whole.length, `what came whole is stored: ${cut}`);
    }
  }
});

Deno.test("a feed comes back from its own CSV, whatever its ids look like", async () => {
  const ids = [
    "=1+1",
    "+1",
    "-1",
    "@a",
    "'=x",
    "''-",
    "'",
    '"',
    'a"b',
    "a,b",
    "a\r\nb",
    "\n",
    " a ",
  ];
  const more = [
    "1",
    "1e5",
    "true",
    "null",
    "[1]",
    '{"a":1}',
    "ю",
    "\u{1f600}",
    "\ufeffa",
    "\ta",
    "é",
  ];
  using first = memoryKv(), second = memoryKv();
  const from = rest({ kv: first, feeds: [payments] }), to = rest({ kv: second, feeds: [payments] });
  for (const [at, id] of [...ids, ...more].entries()) {
    const body = JSON.stringify({ id, amount: String(10n ** BigInt(at)) });
    const headers = { "content-type": "application/json" };
    equal(
      (await from.request("/rest/kvs/0/fin/pay", { method: "POST", headers, body })).status,
      201,
    );
  }
  const csv = { accept: "text/csv", "content-type": "text/csv" };
  const told = await (await from.request("/rest/kvs/0/fin/pay", { headers: csv })).text();
  const cells = told.split("\r\n").slice(1).map((line) => line.replace(/^"/, ""));
  assert(cells.every((cell) => !/^[=+@\t\r-]/.test(cell)), "no cell is a formula");
  const init = { method: "POST", headers: csv, body: told };
  const became = parsed<Became>(await (await to.request("/rest/kvs/0/fin/pay", init)).text());
  equal(became.filter(({ status }) => status !== 201), []);
  const lists = await Promise.all(
    [from, to].map(async (api) =>
      await (await api.request("/rest/kvs/0/fin/pay")).json() as unknown
    ),
  );
  equal(lists[1], lists[0]);
});

Deno.test("a feed's events go on behind an id of its own, and behind no other", async () => {
  using kv = memoryKv();
  const api = rest({ kv, feeds: [payments] });
  const append = async (address: string, id: string) => {
    const body = new URLSearchParams({ id, amount: "1" });
    equal((await api.request(address, { method: "POST", body })).status, 201);
  };
  const follow = async (address: string, last?: string) =>
    await api.request(address, {
      headers: { accept: "text/event-stream", ...last !== undefined && { "last-event-id": last } },
    });
  /** The events of a stream, one after the other, behind its `retry`. */
  const reading = (answer: Response) => {
    assert(answer.body !== null, "a stream");
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    const until = async (pattern: RegExp): Promise<string> => {
      for (;;) {
        const [, found] = pattern.exec(text) ?? [];
        if (found !== undefined) return found;
        const { done, value = "" } = await reader.read();
        assert(!done, "the stream goes on");
        text += value;
      }
    };
    return { until, [Symbol.asyncDispose]: () => reader.cancel() };
  };
  for (const address of ADDRESSES) {
    const other = ADDRESSES.find((each) => each !== address) ?? "";
    let last: string;
    {
      await using events = reading(await follow(address));
      await events.until(/(retry)/);
      await append(other, "elsewhere");
      await append(address, "first");
      last = await events.until(/id: (.+)\n/);
      equal(
        (await events.until(/data: (.+)\n/)).includes("first"),
        true,
        "nothing of another feed",
      );
    }
    await append(address, "second");
    {
      await using events = reading(await follow(address, last));
      const data = await events.until(/data: (.*second.*)\n/);
      equal(data.includes("first"), false);
    }
    const forged = [last.slice(0, -1), `${last}x`, "x", [...last].reverse().join("")];
    for (const [at, id] of [[address, forged], [other, [last]]] as const) {
      for (const each of id) {
        const answer = await follow(at, each);
        const { errors } = await answer.json() as { errors: readonly { header?: string }[] };
        equal([answer.status, errors[0]?.header], [400, "last-event-id"], `${at} ${each}`);
      }
    }
    for (const id of ["elsewhere", "first", "second"]) {
      await api.request(other.replace("/0/", `/1/${id}/`), { method: "DELETE" });
    }
  }
});
