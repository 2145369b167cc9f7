/**
 * One record, 304 and a page of 100 beside a route of Hono written by hand that reads the same store; POST beside a hand-written append. The server is a
 * process of its own.
 *
 * @module
 */
import { median, table } from "../report.ts";

const ROUNDS = 11, REQUESTS = 1_600, AT_ONCE = 8;

const child = new Deno.Command(Deno.execPath(), {
  args: ["run", "-A", "--unstable-kv", "--no-check", new URL("server.ts", import.meta.url).href],
  stdout: "piped",
  stderr: "null",
}).spawn();

async function port(): Promise<number> {
  const reader = child.stdout.getReader();
  let text = "";
  while (!text.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) throw new Error("the server has ended");
    text += new TextDecoder().decode(value);
  }
  reader.releaseLock();
  return Number(text);
}

const base = `http://127.0.0.1:${await port()}`;
let made = 0;

/** Sends requests, so many at once; their number in a second. */
async function rate(path: string, init: () => RequestInit, status: number): Promise<number> {
  const begun = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let n = 0; n < REQUESTS / AT_ONCE; n++) {
      const answer = await fetch(base + path, init());
      if (answer.status !== status) {
        throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      }
      await answer.body?.pipeTo(new WritableStream());
    }
  }));
  return REQUESTS / (performance.now() - begun) * 1_000;
}

const tagOf = async (path: string) => (await fetch(base + path)).headers.get("etag") ?? "";
const order = () => ({
  id: `n${made++}`,
  customer: "ann",
  total: 5,
  lines: [{ item: "tea", count: 2 }],
});
const post = () => ({
  method: "POST",
  body: JSON.stringify(order()),
  headers: { "content-type": "application/json" },
});

/** One that is carried out once, by a key. */
const once = () => {
  const { headers, ...asked } = post();
  return { ...asked, headers: { ...headers, "idempotency-key": `key-${made}` } };
};

interface Pair {
  readonly name: string;
  readonly least: number;
  readonly ours: () => Promise<number>;
  readonly hand: () => Promise<number>;
}

try {
  const one = "/orders/o00007",
    held = { ours: await tagOf(`/rest${one}`), hand: await tagOf(`/hand${one}`) };
  const plain = () => ({ headers: { "accept-encoding": "identity" } });
  const pairs: readonly Pair[] = [
    {
      name: "GET by id",
      least: 0.7,
      ours: () => rate(`/rest${one}`, plain, 200),
      hand: () => rate(`/hand${one}`, plain, 200),
    },
    {
      name: "304",
      least: 0.7,
      ours: () =>
        rate(
          `/rest${one}`,
          () => ({ headers: { "accept-encoding": "identity", "if-none-match": held.ours } }),
          304,
        ),
      hand: () =>
        rate(
          `/hand${one}`,
          () => ({ headers: { "accept-encoding": "identity", "if-none-match": held.hand } }),
          304,
        ),
    },
    {
      name: "a page of 100",
      least: 0.7,
      ours: () => rate("/rest/orders?limit=100", plain, 200),
      hand: () => rate("/hand/orders?limit=100", plain, 200),
    },
    {
      name: "POST to a feed",
      least: 0.7,
      ours: () => rate("/rest/log", post, 201),
      hand: () => rate("/hand/log", post, 201),
    },
    {
      name: "POST to a feed under a prefix",
      least: 0.7,
      ours: () => rate("/rest/kvs/0/log/apart", post, 201),
      hand: () => rate("/hand/log", post, 201),
    },
    {
      name: "the same with a key",
      least: 0.7,
      ours: () => rate("/rest/kvs/0/log/apart", once, 201),
      hand: () => rate("/hand/once", once, 201),
    },
  ];
  const rows: string[][] = [["", "ours/s", "by hand/s", "ratio", "at least"]];
  for (const { name, least, ours, hand } of pairs) {
    const rates: [number, number][] = [];
    await ours();
    await hand();
    for (let n = 0; n < ROUNDS; n++) rates.push([await ours(), await hand()]);
    const ratio = median(rates.map(([a, b]) => a / b));
    rows.push([
      name,
      median(rates.map(([a]) => a)).toFixed(0),
      median(rates.map(([, b]) => b)).toFixed(0),
      ratio.toFixed(2),
      String(least),
    ]);
  }
  table("an API of declared resources beside routes by hand", rows);
} finally {
  child.kill();
  await child.status;
}
