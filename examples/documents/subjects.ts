/**
 * The pages of the gallery, in their order.
 *
 * @module
 */
import type { Subject } from "./page.ts";
import { checks } from "./pages/checks.ts";
import { client } from "./pages/client.ts";
import { modes } from "./pages/modes.ts";
import { own } from "./pages/own.ts";
import { rows } from "./pages/rows.ts";
import { rules } from "./pages/rules.ts";
import { schema } from "./pages/schema.ts";
import { types } from "./pages/types.ts";
import { wizard } from "./pages/wizard.ts";

/** All of them. */
export const SUBJECTS: readonly Subject[] = [
  types,
  modes,
  rules,
  checks,
  rows,
  wizard,
  client,
  own,
  schema,
];
