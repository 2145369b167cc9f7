/**
 * Django's filters by their names.
 *
 * @module
 */
import type { Filters } from "../compile/expression.ts";
import { dates } from "./date.ts";
import { addresses } from "./link.ts";
import { lists } from "./list.ts";
import { markups } from "./markup.ts";
import { numbers } from "./number.ts";
import { texts } from "./text.ts";
import { truncates } from "./truncate.ts";

/** Every filter that templates have beside the application's own. */
export const filters: Filters = new Map([
  ...addresses,
  ...dates,
  ...lists,
  ...markups,
  ...numbers,
  ...texts,
  ...truncates,
]);
