/**
 * How `takes` of a declared page reads rich controls.
 *
 * @module
 */
import type { DateValue, SourceValue } from "../../q.ts";
import { type DateRule, openDay } from "../calendar/day.ts";
import { type Choice, chosen } from "../combo/item.ts";
import { chosenAll } from "./lookups.ts";
import { type Row, rows } from "./multiple.ts";
import { ordered } from "./sort.ts";

/** Reads a source by the id of its control. */
export type Reads<T> = (value: SourceValue | undefined, id: string) => T;

/** What a rich control's value is read as; each throws `offered` for what was never offered. */
export interface RichKinds {
  /** What was chosen in a combobox, as `chosen` reads it. */
  readonly choice: Reads<Choice | undefined>;
  /** What was chosen in a list of choices, as `chosenAll` reads it. */
  readonly choices: Reads<readonly Choice[] | undefined>;
  /** The keys of a list that is sorted, as `ordered` reads it. */
  readonly order: Reads<readonly string[] | undefined>;
  /** The rows of inputs of which there are several, as `rows` reads them. */
  readonly rows: Reads<readonly Row[] | undefined>;
  /** A day that a rule lets choose, any by default, as `openDay` reads it. */
  day(rule?: DateRule): Reads<DateValue | undefined>;
}

/**
 * The kinds of rich controls, for `takes`.
 *
 * @example
 * ```ts
 * import { page, takes } from "@n2o/n2o/nitro";
 * import { comboLookup, kinds } from "@n2o/n2o/nitro/rich";
 *
 * const order = page({
 *   title: "Order",
 *   on: {
 *     save: takes({ client: kinds.choice, due: kinds.day() }, ({ client, due }) => {
 *       if (client === undefined || due === undefined) throw new Error("incomplete");
 *       return `${client.text} by ${due.year}`;
 *     }),
 *   },
 *   body: ({ on }) => comboLookup({ id: "client", body: "Client", ...on.save() }),
 * });
 * if (order.on.save().source.join() !== "client,due") throw new Error("misread");
 * ```
 */
export const kinds: RichKinds = {
  choice: (_, id) => chosen(id),
  choices: (_, id) => chosenAll(id),
  order: (_, id) => ordered(id),
  rows: (_, id) => rows(id),
  day: (rule) => (_, id) => openDay(id, rule),
};
