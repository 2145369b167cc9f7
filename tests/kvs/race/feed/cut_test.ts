import { append, appendMany, cut, feed, type Kv, KvsError, remove } from "../../../../kvs/mod.ts";
import { faults } from "../exact.ts";
import { none } from "../race.ts";
import { rounds } from "../../../_support/long.ts";
import { stopping } from "../stop.ts";
import { stores } from "../../../_support/store/stores.ts";

/** More than are cut in one commit. */
const ROWS = 20;
const CUTS = [`${ROWS - 1}.0`, "18.1", undefined] as const;

/** What comes between, and the ids that it appends. */
const OTHERS: readonly (readonly [string, (kv: Kv) => Promise<unknown>, ...string[]])[] = [
  ["append a new entry", (kv) => append(kv, { id: "n" }, "/f"), "n"],
  ["append the oldest, anew or in its place", (kv) => append(kv, { id: "0.0" }, "/f"), "0.0"],
  [
    "append several of all rows",
    (kv) => appendMany(kv, ["0.1", "10.0", "17.1"].map((id) => ({ id, v: 1 })), "/f"),
    "0.1",
    "10.0",
    "17.1",
  ],
  ["remove one to be cut", (kv) => remove(kv, "15.1", "/f")],
  ["remove the last to be cut", (kv) => remove(kv, "18.1", "/f")],
  ["cut half", (kv) => cut(kv, "/f", "17.0").catch(() => {})],
  ["cut all", (kv) => cut(kv, "/f")],
];

for (const [kind, open] of Object.entries(stores)) {
  Deno.test(`a cut in several commits takes all up to its end, whatever comes between them (${kind})`, async () => {
    const wrong: string[] = [];
    for (const upTo of rounds(1, 2) === 1 && kind !== "memory" ? CUTS.slice(1, 2) : CUTS) {
      for (const [at, [name, other, ...appended]] of OTHERS.entries()) {
        // What is stored is the same on all; a file writes each commit on the disk.
        if (rounds(1, 2) === 1 && kind !== "memory" && at % 4 > 0) continue;
        for (let point = 1, reached = true; reached; point++) {
          const kv = await open();
          try {
            const done = await cutWith(kv, upTo, () => other(kv), point);
            reached = done.reached;
            if (!done.found) continue;
            const left = (await feed(kv, "/f")).map(({ id }) => String(id));
            const kept = rest(upTo);
            const more = left.filter((id) => !kept.includes(id) && !appended.includes(id));
            wrong.push(...await faults(kv), ...more.map((id) => `${id} is left`));
            if (name.startsWith("append")) {
              wrong.push(...kept.filter((id) => !left.includes(id)).map((id) => `${id} is gone`));
            }
            if (wrong.length > 0) wrong.push(`cut ${upTo} at ${point}: ${name}`);
          } finally {
            kv.close();
          }
          if (wrong.length > 0) break;
        }
      }
    }
    none(wrong);
  });
}

function rest(upTo: string | undefined): string[] {
  const ids = Array.from({ length: ROWS }, (_, row) => [`${row}.0`, `${row}.1`]).flat();
  return upTo === undefined ? [] : ids.slice(ids.indexOf(upTo) + 1);
}

/** Whether so many points were reached, and whether there was what to cut up to. */
async function cutWith(
  kv: Kv,
  upTo: string | undefined,
  other: () => Promise<unknown>,
  point: number,
): Promise<{ readonly reached: boolean; readonly found: boolean }> {
  for (let row = 0; row < ROWS; row++) {
    await appendMany(kv, [{ id: `${row}.0` }, { id: `${row}.1` }], "/f");
  }
  let points = 0;
  const stopped = stopping(kv, async () => {
    if (++points === point) await other();
  });
  try {
    await cut(stopped, "/f", upTo);
    return { reached: points >= point, found: true };
  } catch (error) {
    if (!KvsError.is(error, "not_found")) throw error; // another has cut it
    return { reached: true, found: false };
  }
}
