import { openRuntime } from "../../../bpe/mod.ts";
import { BPE_ERRORS, processes } from "../../../host/rest/mod.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { rest, type RestApp } from "../../../rest/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { disturbed } from "../../bpe/runtime/world.ts";
import { ORDER } from "../suite/process.ts";

const LIMIT = 20;

interface Read {
  readonly lines: readonly unknown[];
  /** How much was read of the store for each page, and of rows for the one that cost most. */
  readonly most: number;
}

/** All pages of a history, one after the other. */
async function walk(api: RestApp, first: string, reads: { count: number }): Promise<Read> {
  const lines: unknown[] = [];
  let most = 0;
  for (let path: string | undefined = first; path !== undefined;) {
    reads.count = 0;
    const answer: Response = await api.request(path);
    most = Math.max(most, reads.count);
    lines.push(...(await answer.json()).history);
    path = /<([^>]*)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
  }
  return { lines, most };
}

Deno.test("a page of a history costs the page, wherever it is in however long a history, in either order", async () => {
  using kv = memoryKv();
  const reads = { count: 0 };
  await using runtime = openRuntime(disturbed(kv, { read: () => void reads.count++ }), {
    handlers: { reserve: () => ({ reserved: 1 }) },
  });
  await runtime.deploy(ORDER);
  const api = rest({ operations: processes(runtime, { may: "anyone" }), errors: [BPE_ERRORS] });
  const id = await runtime.start("order"), most: number[] = [];
  let step = 0;
  for (const steps of [100, 800]) {
    for (; step < steps; step++) {
      await runtime.command(id, { do: "set", variables: { [`n${step % 3}`]: step } });
    }
    const all = await Array.fromAsync(runtime.history(id));
    assert(all.length >= steps);
    for (const order of ["asc", "desc"]) {
      const path = `/rest/bpe/instances/${id}/history?limit=${LIMIT}&order=${order}`;
      const read = await walk(api, path, reads),
        told = read.lines.map((line) => {
          const { step, event } = line as { step: number; event: string }; // as: what the document says
          return [step, event];
        });
      const wanted = all.map(({ step, event }) => [step, event]);
      equal(told, order === "asc" ? wanted : wanted.toReversed());
      most.push(read.most);
    }
  }
  assert(Math.max(...most) < 4 * LIMIT, `${most} reads`);
});
