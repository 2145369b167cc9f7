/**
 * `check`: whether counts, indexes and parts agree with the entries and records, and mending.
 *
 * @module
 */
import type { Kv } from "../../kvs/mod.ts";
import { check, type CheckReport, type Fault } from "../../kvs/check/check.ts";
import { idParts } from "../../kvs/tool.ts";
import { ConsoleError } from "../error.ts";
import { type Io, printable } from "../io.ts";
import { startProgress } from "../progress.ts";
import { shareOf, totalOf } from "../item/total.ts";
import { keyToJson } from "../text/key.ts";

/** Options of `check`. */
export interface CheckStoreOptions {
  /** Only this feed and the feeds under it; the whole store unless given. */
  readonly under?: string | undefined;
  /** Mends what is wrong. */
  readonly mend?: boolean | undefined;
  /** A line of JSON each. */
  readonly json?: boolean | undefined;
  /** Shows progress even where nobody watches. */
  readonly progress?: boolean | undefined;
}

/**
 * Prints a line for each fault, as it is found, then how much there is.
 *
 * @throws {ConsoleError} `faults` where some are not mended
 */
export async function checkStore(
  kv: Kv,
  io: Io,
  { under, mend = false, json, progress: always }: CheckStoreOptions,
): Promise<void> {
  const portion = shareOf(await totalOf(kv, under === undefined ? {} : { feed: under }));
  const progress = startProgress(io, { label: "checking", always, portion });
  let printed: Promise<void> = Promise.resolve();
  const report = await check(kv, {
    mend,
    ...(under !== undefined && { source: under }),
    onStep: progress.step,
    onFault: (fault) => {
      const text = json ? toJson(fault) : toText(fault);
      const clear = io.watched ? "\r\x1b[K" : ""; // of the line of progress
      printed = printed.then(() => clear === "" ? undefined : io.err(clear))
        .then(() => io.out(`${text}\n`));
    },
  });
  await printed;
  await progress.end();
  for (const name of report.busy) {
    await io.err(`${printable(name)} was written to all the time: check it again\n`);
  }
  await io.err(`${summary(report)}\n`);
  const left = report.found - report.mended;
  if (left === 0) return;
  const advice = mend ? "see what is right for each" : "--mend mends them";
  throw new ConsoleError(
    "faults",
    `${left} ${left === 1 ? "fault is" : "faults are"} left: ${advice}`,
  );
}

function toText({ kind, where, id, position, found, right, mended }: Fault): string {
  const at = [
    ...(where === "" ? [] : [where]),
    ...(id === undefined ? [] : [JSON.stringify(keyToJson(idParts(id, where)))]),
    ...(position === undefined ? [] : [`at ${position}`]),
  ];
  const text = `${[kind, ...at].join(" ")}: ${found}, should be ${right}`;
  return printable(mended ? `${text} (mended)` : text);
}

function toJson({ kind, where, id, position, found, right, mended }: Fault): string {
  return JSON.stringify({
    fault: kind,
    where,
    ...(id !== undefined && { id: keyToJson(idParts(id, where)) }),
    position,
    found,
    right,
    mended,
  });
}

function summary({ feeds, tables, entries, records, found, mended }: CheckReport): string {
  const what = [
    `${many(feeds, "feed")} with ${many(entries, "entry", "entries")}`,
    `${many(tables, "table")} with ${many(records, "record")}`,
  ].join(", ");
  const faults = found === 0 ? "no faults" : `${many(found, "fault")}, ${mended} mended`;
  return `checked ${what}: ${faults}`;
}

function many(n: number, one: string, more: string = `${one}s`): string {
  return `${n} ${n === 1 ? one : more}`;
}
