import { equal } from "../../_support/assert.ts";
import { read, type Term } from "../../_support/erlang_text.ts";
import { absent, lines } from "../../_support/golden.ts";
import { differences } from "./differences.ts";
import { replay } from "./replay.ts";
import { stores } from "../../_support/store/stores.ts";

interface Line {
  backend: string;
  scenario: string;
  n: number;
  op: string;
  args: string;
  result: string;
  error: string | null;
}

/** How the originals' back ends name files and keys is theirs alone. */
const recorded = absent
  ? []
  : lines<Line>("kvs_scenarios.jsonl").filter(({ op }) => op.startsWith("kvs:"));
const scenarios = Map.groupBy(recorded, ({ backend, scenario }) => `${scenario} on ${backend}`);

Deno.test({
  name: "the recorded scenarios are there",
  ignore: absent,
  fn: () => equal(scenarios.size > 20, true),
});

for (const [kind, open] of Object.entries(stores)) {
  for (const [name, scenario] of scenarios) {
    Deno.test(`the originals' scenario "${name}" has the same answers but for named defects (${kind})`, async () => {
      const kv = await open();
      try {
        for (const line of scenario) {
          const expected = difference(line) ?? (line.error === null ? line.result : "error");
          const answer = await replay(kv, line.op, read(line.args) as Term[]);
          equal(
            comparable(line, answer),
            expected === "error" ? undefined : comparable(line, read(expected)),
            `${line.n}: ${line.op}(${line.args})`,
          );
        }
      } finally {
        kv.close();
      }
    });
  }
}

Deno.test({
  name: "every named difference is one of the recorded answers, and differs",
  ignore: absent,
  fn: () => {
    for (const { scenario, backend, ours } of differences) {
      for (const [n, text] of Object.entries(ours)) {
        const same = recorded.filter((line) =>
          line.scenario === scenario && line.n === Number(n) &&
          (backend ?? line.backend) === line.backend
        );
        equal(same.length > 0, true, `${scenario} ${n}`);
        equal(
          same.some(({ result, error }) => (error === null ? result : "error") !== text),
          true,
          `${scenario} ${n}`,
        );
      }
    }
  },
});

Deno.test({
  name: "a difference is of the kind that it is said to be",
  ignore: absent,
  fn: () => {
    for (const { kind, scenario, backend, ours, why } of differences) {
      for (const n of Object.keys(ours)) {
        const lines = recorded.filter((line) => line.scenario === scenario && line.n === Number(n));
        const own = lines.filter((line) => (backend ?? line.backend) === line.backend);
        const message = `${scenario} ${n}: ${why}`;
        if (kind === "crash") equal(own.every(({ error }) => error !== null), true, message);
        if (kind === "stub") {
          equal(own.every(({ result }) => ["[]", "ignore"].includes(result)), true, message);
        }
        if (kind === "back ends differ") {
          equal(new Set(lines.map(({ result, error }) => error ?? result)).size, 2, message);
        }
      }
    }
  },
});

function difference(line: Line): string | undefined {
  const fits = differences.filter(({ scenario, backend, ours }) =>
    scenario === line.scenario && (backend ?? line.backend) === line.backend &&
    ours[line.n] !== undefined
  );
  return fits.at(-1)?.ours[line.n];
}

/** A table has no order in the originals: its records are compared sorted. */
function comparable({ op, args }: Line, answer: Term | undefined): Term | undefined {
  const unordered = ["kvs:match", "kvs:index"].includes(op) ||
    (op === "kvs:all" && !args.includes("<<"));
  if (!unordered || !Array.isArray(answer)) return answer;
  return answer.toSorted((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
}
