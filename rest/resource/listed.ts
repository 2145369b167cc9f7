/**
 * What is told of a list: a page, the whole of it as a stream, or what changes of it.
 *
 * @module
 */
import type { KvsRecord } from "../../kvs/mod.ts";
import { links } from "../list/links.ts";
import { pageOf } from "../list/page.ts";
import { type Plan, WHOLE } from "../list/plan.ts";
import type { Answer } from "../operation.ts";
import { precondition } from "../precondition.ts";
import { preference } from "../prefer.ts";
import { EVENT_STREAM } from "../stream/event.ts";
import type { Reaching } from "./access.ts";
import { listingOf } from "./listing.ts";
import { exporting, isExport } from "./stream/export.ts";
import { following } from "./stream/follow.ts";
import { hidden } from "./view.ts";
import { written } from "./written.ts";

/** A list is there, and of no version: only `*` names it. */
export const LISTED = { version: "" };

/** In the type that was agreed on; who asks may list. */
export async function listed<T extends KvsRecord>(reaching: Reaching<T>): Promise<Answer> {
  const { resource, source, access, incoming } = reaching, { name } = resource;
  if (incoming.type === EVENT_STREAM) return await following(reaching);
  if (precondition(incoming.request, LISTED) === "not modified") return { status: 304 };
  const without = await hidden(resource, incoming.person);
  const listing = listingOf(resource, incoming, without), { only } = listing;
  if (isExport(resource, incoming)) return await exporting(reaching, listing);
  const { records, ...beside } = await pageOf(source, {
    ...listing,
    name,
    isSeen: access.listedTo(incoming, listing),
  });
  return {
    status: 200,
    headers: { ...links(incoming.url, beside), ...await counted(reaching, listing.plan) },
    ...written(resource, records, { incoming, without, only }),
  };
}

/** How many there are, where that is asked for of the whole list; where rows are not everybody's it is not told. */
async function counted<T extends KvsRecord>(
  { resource, source, incoming }: Reaching<T>,
  plan: Plan,
): Promise<Record<string, string>> {
  const isTold = plan === WHOLE && resource.may.row === undefined;
  if (!isTold || preference(incoming.request, "count") !== "exact") return {};
  return {
    "preference-applied": "count=exact",
    "x-total-count": String(await source.count()),
  };
}
