/**
 * What was chosen or uploaded, and is not there any more when it is sent.
 *
 * @module
 */
import { type Clock, deadline, isPlainObject, type Log, messageOf } from "../../../base/mod.ts";
import { cellsAt } from "../../check/walk.ts";
import { FormError } from "../../error.ts";
import type { Issue } from "../../issue.ts";
import type { Cell, Filled } from "../../state/filled.ts";
import type { Files, Options } from "./feeds.ts";

/** What is asked about choices and files. */
export interface GoneOptions {
  readonly options: Options | undefined;
  readonly files: Files | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** How long all of it may take, in milliseconds. */
  readonly ms: number;
}

type Part = { readonly id: string; readonly text: string };

/** How many are asked about at once. */
const MOST = 16;

/**
 * Choices that may not be made any more, and files that are not there, at a place and below it. One that could not be asked about, or was
 * not answered in time, is an issue of the code `failed`: nothing is taken for right that was not looked at.
 */
export async function gone(
  filled: Filled,
  at: string,
  given: GoneOptions,
): Promise<readonly Issue[]> {
  const { options, files, clock } = given, end = clock.now() + given.ms;
  if (filled.mode === "search" || (options?.has === undefined && files === undefined)) return [];
  const found = new Map<string, Issue>();
  const waiting = asked(cellsAt(filled, at), given).values();
  await Promise.all(Array.from({ length: MOST }, async () => {
    for (const [cell, part] of waiting) {
      if (found.has(cell.path)) continue;
      const issue = await issueOf(cell, part, { ...given, ms: Math.max(0, end - clock.now()) });
      if (issue !== undefined) found.set(cell.path, issue);
    }
  }));
  return [...found.values()];
}

function asked(
  cells: readonly Cell[],
  { options, files }: GoneOptions,
): readonly (readonly [Cell, Part])[] {
  return cells.flatMap((cell) => {
    const { name } = cell.node.type;
    const isAsked = name === "file"
      ? files !== undefined
      : name.startsWith("comboLookup") && options?.has !== undefined;
    if (!isAsked) return [];
    // What has no id is new: it is nowhere yet.
    return partsOf(cell.value).filter(({ id }) => id !== "").map((part) => [cell, part] as const);
  });
}

async function issueOf(
  { path, node: { field, type } }: Cell,
  part: Part,
  { options, files, clock, log, ms }: GoneOptions,
): Promise<Issue | undefined> {
  const isFile = type.name === "file";
  const error = () => new FormError("limit", "it has not answered in time");
  const ask = async () =>
    isFile
      ? await files?.stat(part.id) !== undefined
      : await options?.has?.(part, field, path) === true;
  try {
    if (await deadline(ask, { ms, error, clock })) return undefined;
  } catch (cause) {
    log("error", `whether "${path}" is there still was not told: ${messageOf(cause)}`, {
      path,
      cause,
    });
    return { path, code: "failed" };
  }
  return { path, code: isFile ? "files" : "option" };
}

/** Choices, or files, of a value, those of groups as well: what has an id and a text. */
function partsOf(value: unknown): readonly Part[] {
  if (Array.isArray(value)) return value.flatMap(partsOf);
  if (!isPlainObject(value) || typeof value.id !== "string") return [];
  return [{ id: value.id, text: typeof value.text === "string" ? value.text : value.id }];
}
