/**
 * Reading the pages of an instance.
 *
 * @module
 */
import type { Kv } from "../../../kvs/mod.ts";
import { openRow } from "../../../kvs/tool.ts";
import { BpeError } from "../../error.ts";
import { type Numbered, type Page, Table } from "../../state/table.ts";
import { freeze } from "../input.ts";
import { type Alone, aloneRow, type Layout, LISTS, type PagedLists, pageRow } from "./layout.ts";

/** The pages of an instance by their name; the row that bears it is to be looked at again afterwards. */
export async function readPages(
  host: { readonly kv: Kv },
  id: string,
  name: string,
): Promise<Layout> {
  const alone = LISTS.map(() => new Table<Alone>());
  for await (const row of host.kv.list<unknown>({ prefix: aloneRow.prefix(id, name) })) {
    const [entry] = await openRow(host.kv, row, `instance ${id}`);
    const [, , list] = aloneRow.parse(row.key);
    if (isNumbered(entry)) alone[list]?.set({ id: entry.id, entry: freeze(entry), raw: row.value });
  }
  const pages = LISTS.map((): Page<Numbered>[] => []);
  for await (const { key, value } of host.kv.list<unknown>({ prefix: pageRow.prefix(id, name) })) {
    const [, , list, no] = pageRow.parse(key);
    if (!Array.isArray(value)) throw corrupt(id);
    const entries = value.map((each: unknown) => {
      const entry = typeof each === "number" ? alone[list]?.get(each)?.entry : each;
      if (!isNumbered(entry)) throw corrupt(id);
      return freeze(entry);
    });
    pages[list]?.push({ no, entries });
  }
  const tables = pages.map((list) =>
    new Table(list.sort((a, b) => (a.entries[0]?.id ?? 0) - (b.entries[0]?.id ?? 0)))
  );
  const lists = Object.fromEntries(LISTS.map((name, list) => [name, tables[list]]));
  return { name, lists: lists as unknown as PagedLists, alone }; // as: what was written of them
}

function isNumbered(value: unknown): value is Numbered {
  return typeof value === "object" && value !== null && "id" in value &&
    typeof value.id === "number";
}

function corrupt(id: string): BpeError {
  return new BpeError("corrupt", "is corrupt in the store: restore it", { element: id });
}
