/**
 * The operation of histories.
 *
 * @module
 */
import type { Operation } from "../operation.ts";
import { cursorOf, LINK, ORDER, PAGED, pageOf } from "./cursor.ts";
import { INSTANCE_ID, json, listOf, STEP } from "./declared.ts";
import { operation, type Site } from "./ready.ts";
import type { HistoryRow } from "./row.ts";
import { told } from "./told.ts";

/** That which lists what has happened to an instance. */
export function historyOperations(site: Site): readonly Operation[] {
  const { gate } = site;
  return operation(site, {
    id: "listHistory",
    method: "GET",
    path: "/instances/{id}/history",
    summary: "What has happened to an instance, the oldest first",
    action: "instances",
    parameters: [INSTANCE_ID, ...PAGED, ORDER],
    responses: { 200: { ...json("a page", listOf("history", STEP)), headers: LINK } },
    async run(incoming) {
      const cursor = cursorOf(incoming, "history", ["number", "number"]);
      const { id } = await gate.read(incoming.path.id ?? "", incoming);
      const reverse = incoming.query.order === "desc";
      const from = cursor === undefined
        ? undefined
        : { step: Number(cursor[0]), seen: Number(cursor[1]) };
      const page = await pageOf(
        placed(gate.engine.history.bind(gate.engine, id), from, reverse),
        incoming,
        {
          list: "history",
          cursor: ({ row, seen }) => [row.step, seen],
        },
      );
      return {
        status: 200,
        headers: page.headers,
        value: { history: page.rows.map(({ row }) => told(row)) },
      };
    },
  });
}

/** A line, and how many of its step have been seen with it. */
interface Placed {
  readonly row: HistoryRow;
  readonly seen: number;
}

/** The lines behind a place: a step may have more than a page holds. */
async function* placed(
  history: (query: { after?: number; reverse: boolean }) => AsyncIterable<HistoryRow>,
  from: { readonly step: number; readonly seen: number } | undefined,
  reverse: boolean,
): AsyncGenerator<Placed, void, void> {
  const after = from === undefined ? undefined : reverse ? from.step + 1 : from.step - 1;
  let step = -1, seen = 0;
  for await (const row of history({ ...after !== undefined && { after }, reverse })) {
    seen = row.step === step ? seen + 1 : 1;
    step = row.step;
    if (row.step !== from?.step || seen > from.seen) yield { row, seen };
  }
}
