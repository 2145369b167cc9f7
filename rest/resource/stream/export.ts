/**
 * The export of a resource: its whole list as ndjson or CSV.
 *
 * @module
 */
import type { KvsRecord } from "../../../kvs/mod.ts";
import { csvLine } from "../../negotiate/csv.ts";
import type { Answer, Incoming } from "../../operation.ts";
import { pageOf } from "../../list/page.ts";
import { exported } from "../../stream/export.ts";
import type { Reaching } from "../access.ts";
import type { Listing } from "../listing.ts";
import { isGranted } from "../may.ts";
import type { Resource } from "../resource.ts";
import { hidden } from "../view.ts";
import { columns, CSV, lines, NDJSON } from "../written.ts";

/**
 * Whether the whole list is asked for: in a type of one line for each record, without a limit, and not in front of a cursor. CSV tells the names of
 * fields first, so it needs them declared.
 */
export function isExport<T extends KvsRecord>(
  { fields }: Resource<T>,
  { type, query }: Incoming,
): boolean {
  const isTold = type === NDJSON || type === CSV && fields !== undefined;
  return isTold && query.limit === undefined && query.before === undefined;
}

/** A page is found by two rows more, and so many are one read of the store: one more would cost as much as they all. */
const READ = 498;

/** The stream of a list, as far as its reader may see it: permission is asked anew while it lasts. */
export async function exporting<T extends KvsRecord>(
  { resource, source, access, incoming }: Reaching<T>,
  listing: Listing,
): Promise<Answer> {
  const { name, may, limits } = resource, { type, person } = incoming, { only, after } = listing;
  // What is kept from its reader later leaves its cells empty: a column does not go.
  const told = type === CSV
    ? columns(resource, { without: await hidden(resource, person), only })
    : undefined;
  return await exported(incoming, {
    type,
    ...(told !== undefined && { head: csvLine(told) }),
    after,
    most: Math.min(limits?.most ?? 1_000, READ),
    may: (person) => isGranted(may.list, person),
    page: async (after, limit, person) => {
      const { records, next } = await pageOf(source, {
        ...listing,
        after,
        limit,
        name,
        isSeen: access.listedTo({ person }, listing),
      });
      const without = await hidden(resource, person);
      return {
        text: lines(resource, records, { without, only, columns: told }),
        count: records.length,
        next,
      };
    },
  });
}
