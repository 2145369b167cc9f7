/**
 * The export of a resource: its whole list as ndjson or CSV.
 *
 * @module
 */
import type { KvsRecord } from "../../kvs/mod.ts";
import { csvLine } from "../negotiate/csv.ts";
import type { Answer, Incoming } from "../operation.ts";
import { exported } from "../stream/export.ts";
import type { Access } from "./access.ts";
import { isGranted } from "./may.ts";
import type { Resource } from "./resource.ts";
import { hidden } from "./view.ts";
import { columns, CSV, lines, NDJSON } from "./written.ts";

/** What is exported, and to whom. */
export interface Exporting<T extends KvsRecord> {
  /** Of which resource. */
  readonly resource: Resource<T>;
  /** What a person reaches of it. */
  readonly access: Access<T>;
  /** What asks. */
  readonly incoming: Incoming;
  /** Behind which cursor. */
  readonly after: string | undefined;
  /** So many records behind a cursor, those that the person has nothing to do with among them; and the cursor to go on behind. */
  page(
    after: string | undefined,
    limit: number,
  ): Promise<{ readonly records: readonly T[]; readonly next?: string | undefined }>;
}

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

/** The stream of a list, as far as its reader may see it: permission is asked anew while it lasts. */
export async function exporting<T extends KvsRecord>(
  { resource, access, incoming, after, page }: Exporting<T>,
): Promise<Answer> {
  const { may, limits } = resource, { type, person } = incoming;
  // What is kept from its reader later leaves its cells empty: a column does not go.
  const told = type === CSV
    ? columns(resource, { without: await hidden(resource, person) })
    : undefined;
  return await exported(incoming, {
    type,
    ...(told !== undefined && { head: csvLine(told) }),
    after,
    most: limits?.most ?? 1_000,
    may: (person) => isGranted(may.list, person),
    page: async (after, limit, person) => {
      const { records, next } = await page(after, limit), to = { ...incoming, person };
      const seen = await access.seen(records, "list", to);
      const without = await hidden(resource, person);
      return {
        text: lines(resource, seen, { without, columns: told }),
        count: records.length,
        next,
      };
    },
  });
}
