/**
 * Making the operation of a list: a page of it, or that page followed.
 *
 * @module
 */
import type { Incoming, JsonSchema, Operation, Parameter } from "../../operation.ts";
import { EVENT_STREAM } from "../../stream/event.ts";
import { LAST_EVENT_ID } from "../../stream/sse.ts";
import { LINK, ORDER, PAGED } from "../cursor.ts";
import { json, listOf } from "../declared.ts";
import { type FollowedPage, followedPage, type ToldRow } from "./page.ts";
import { operation, type Site, type Spec } from "../ready.ts";

/** A list that can be followed. */
export interface ListSpec extends Pick<Spec, "id" | "path" | "summary"> {
  /** What it is filtered by, beside the parameters of pages and of the order that every such list has. */
  readonly parameters: readonly Parameter[];
  /** What a row is. */
  readonly row: JsonSchema;
  /** How it is followed. */
  readonly followed: Omit<FollowedPage, "read">;
  /** Reads a page. */
  page(incoming: Incoming): Promise<{
    readonly rows: readonly ToldRow[];
    readonly headers: Readonly<Record<string, string>>;
  }>;
}

/** The operation that answers a page of a list as JSON, and follows it as server-sent events. */
export function listed(
  site: Site,
  { id, path, summary, parameters, row, followed, page }: ListSpec,
): readonly Operation[] {
  const { name, action } = followed, shown = json("a page", listOf(name, row));
  return operation(site, {
    id,
    method: "GET",
    path,
    summary: `${summary}; a page of them is followed as server-sent events`,
    action,
    parameters: [...parameters, ...PAGED, ORDER, LAST_EVENT_ID],
    responses: {
      200: {
        ...shown,
        description:
          "a page; as events first the `page`, then each `change` of it: `put` has the rows that are new or another, `gone` where those were " +
          "that are not in it any longer",
        headers: LINK,
        content: { ...shown.content, [EVENT_STREAM]: { type: "string" } },
      },
    },
    async run(incoming) {
      if (incoming.type === EVENT_STREAM) {
        // What is wrong with the query is answered, not streamed.
        await page(incoming);
        return followedPage(site.gate, incoming, {
          ...followed,
          read: async (asking) => (await page(asking)).rows,
        });
      }
      const { rows, headers } = await page(incoming);
      return { status: 200, headers, value: { [name]: rows } };
    },
  });
}
