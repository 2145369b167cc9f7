/**
 * Reading the pages of an instance.
 *
 * @module
 */
import type { Kv, KvEntry, KvKey } from "../../../kvs/mod.ts";
import { openRow } from "../../../kvs/tool.ts";
import { BpeError } from "../../error.ts";
import { type Numbered, type Page, Table } from "../../state/table.ts";
import { freeze } from "../input.ts";
import { type Alone, aloneRow, type Layout, LISTS, type PagedLists, pageRow } from "./layout.ts";

/** So many rows are read at once, as they were at one time: pages that others change meanwhile are mostly read whole. */
const TOGETHER = 500;

/**
 * The pages of an instance by their name, read until its row is the same before and after.
 *
 * @param isStill whether the row that bears the name is as it was; asked as soon as all rows are read
 * @returns undefined where it is not, or where what is told of them is gone: they are to be read anew
 * @throws {BpeError} `corrupt` where they do not fit each other, though the row is as it was
 */
export async function readPages(
  host: { readonly kv: Kv },
  id: string,
  name: string,
  isStill: () => Promise<boolean>,
): Promise<Layout | undefined> {
  const rows = async (prefix: KvKey) =>
    await Array.fromAsync(host.kv.list<unknown>({ prefix }, { batchSize: TOGETHER }));
  const [apart, pages] = await Promise.all([
    rows(aloneRow.prefix(id, name)),
    rows(pageRow.prefix(id, name)),
  ]);
  if (!await isStill()) return undefined;
  const { alone, isLate } = await openAlone(host.kv, id, apart);
  const lists = alone === undefined ? undefined : listsOf(pages, alone);
  const isWhole = alone !== undefined && lists !== undefined;
  if (isWhole && !isLate) return { name, lists, alone };
  // What entries keep in parts is read later than they are: it may be of another time, or gone.
  if (!await isStill()) return undefined;
  if (isWhole) return { name, lists, alone };
  throw new BpeError("corrupt", "is corrupt in the store: restore it", { element: id });
}

/** Entries that were found by their rows. */
interface Opened {
  /** Undefined where one is not what it should be, or has gone. */
  readonly alone: readonly Table<Alone>[] | undefined;
  /** True where one had to be read. */
  readonly isLate: boolean;
}

/** The entries that stand alone. */
async function openAlone(
  kv: Kv,
  id: string,
  rows: readonly KvEntry<unknown>[],
): Promise<Opened> {
  const alone = LISTS.map(() => new Table<Alone>());
  let isLate = false;
  for (const row of rows) {
    let entry: unknown = Array.isArray(row.value) ? row.value[0] : row.value;
    if (!isNumbered(entry)) {
      isLate = true;
      [entry] = await openRow(kv, row, `instance ${id}`);
      if (!isNumbered(entry)) return { alone: undefined, isLate };
    }
    const [, , list] = aloneRow.parse(row.key);
    alone[list]?.set({ id: entry.id, entry: freeze(entry), raw: row.value });
  }
  return { alone, isLate };
}

/** The lists of these pages; undefined where an entry of theirs is missing. */
function listsOf(
  rows: readonly KvEntry<unknown>[],
  alone: readonly Table<Alone>[],
): PagedLists | undefined {
  const pages = LISTS.map((): Page<Numbered>[] => []);
  for (const { key, value } of rows) {
    const [, , list, no] = pageRow.parse(key), entries: Numbered[] = [];
    if (!Array.isArray(value)) return undefined;
    for (const each of value) {
      const entry: unknown = typeof each === "number" ? alone[list]?.get(each)?.entry : each;
      if (!isNumbered(entry)) return undefined;
      entries.push(freeze(entry));
    }
    pages[list]?.push({ no, entries });
  }
  const tables = pages.map((list) =>
    new Table(list.sort((a, b) => (a.entries[0]?.id ?? 0) - (b.entries[0]?.id ?? 0)))
  );
  const lists = Object.fromEntries(LISTS.map((name, list) => [name, tables[list]]));
  return lists as unknown as PagedLists; // as: what was written of them
}

function isNumbered(value: unknown): value is Numbered {
  return typeof value === "object" && value !== null && "id" in value &&
    typeof value.id === "number";
}
