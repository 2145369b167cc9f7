/**
 * Several records at once: in one commit, or each by itself.
 *
 * @module
 */
import { KvsError, type KvsRecord } from "../../kvs/mod.ts";
import { type Flaw, RestError } from "../error.ts";
import type { Answer } from "../operation.ts";
import { flawed } from "../problem/flawed.ts";
import { problemOf } from "../problem/problem.ts";
import { TAKEN, takenFlaws } from "../problem/taken.ts";
import { idText } from "../value/id.ts";
import { type Json, toJson } from "../value/json.ts";

/** The most records of one commit of the store. */
export const COMMIT = 50;

/** What a bulk is made by. */
export interface Bulk<T extends KvsRecord> {
  /** The most records; 50, which one commit holds, unless told. */
  readonly most?: number | undefined;
  /** The record that a value means, if it may be made. */
  read(value: unknown): Promise<T>;
  /** Stores new records in one commit, of which an answer tells. */
  store(records: readonly T[], answer: Answer): Promise<void>;
  /** What is told of a record. */
  tell(record: T): Promise<Json>;
  /** Where a record is. */
  address(record: T): string;
  /** What no two records share. */
  nameOf(record: T): string;
  /** What became of all, in the type that was agreed on. */
  write(told: readonly Json[]): Pick<Answer, "text" | "value">;
}

/**
 * Stores all, or none.
 *
 * @throws {RestError} `too_large` for too many, `invalid` with what is wrong with each, by the pointer in the list
 */
export async function together<T extends KvsRecord>(
  values: readonly unknown[],
  bulk: Bulk<T>,
): Promise<Answer> {
  bounded(values, Math.min(bulk.most ?? COMMIT, COMMIT));
  const errors: Flaw[] = [], records: T[] = [], names = new Set<string>();
  for (const [at, value] of values.entries()) {
    try {
      const record = await bulk.read(value), name = bulk.nameOf(record);
      if (names.has(name)) {
        errors.push({ pointer: `/${at}/id`, code: "twice", detail: "the id comes twice" });
      }
      names.add(name);
      records.push(record);
    } catch (error) {
      if (!RestError.is(error, "invalid")) throw error;
      for (const flaw of error.errors) {
        errors.push({ ...flaw, pointer: `/${at}${flaw.pointer ?? ""}` });
      }
    }
  }
  if (errors.length > 0) {
    throw flawed("invalid", "records of the list cannot be stored, and none was", errors);
  }
  const told: Json[] = [];
  for (const record of records) told.push(await bulk.tell(record));
  const answer = { status: 201, ...bulk.write(told) };
  await bulk.store(records, answer).catch((error) => {
    throw inList(error, records);
  });
  return answer;
}

/** An error of one record of a list that the store refuses, with its place in the list. */
function inList<T extends KvsRecord>(error: unknown, records: readonly T[]): unknown {
  if (!KvsError.is(error, "taken") || error.taken === undefined) return error;
  const own = idText(error.taken.id), at = records.findIndex(({ id }) => idText(id) === own);
  if (at < 0) return error;
  return new RestError("taken", TAKEN, { cause: error, errors: takenFlaws(error, `/${at}`) });
}

/** Stores each by itself, and tells of each what became of it, in their order: its status, and its address or its problem. */
export async function oneByOne<T extends KvsRecord>(
  values: readonly unknown[],
  bulk: Bulk<T>,
): Promise<Answer> {
  bounded(values, bulk.most ?? COMMIT);
  const told: Json[] = [];
  for (const value of values) {
    try {
      const record = await bulk.read(value);
      const became = { status: 201, location: bulk.address(record) };
      await bulk.store([record], became);
      told.push(became);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status >= 500) throw error; // those before are stored, and what comes next would fail as well
      told.push({ status: problem.status, problem: toJson(problem) });
    }
  }
  return { status: 200, ...bulk.write(told) };
}

function bounded(values: readonly unknown[], most: number): void {
  if (values.length === 0) {
    throw new RestError("invalid", "a list has a record at least", {
      errors: [{ pointer: "", code: "empty", detail: "give a record" }],
    });
  }
  if (values.length <= most) return;
  throw new RestError(
    "too_large",
    `a list has at most ${most} records, not ${values.length}: send several`,
    {
      errors: [{ pointer: "", code: "limit", detail: `at most ${most}` }],
    },
  );
}
