/**
 * The cases of the suite: what an API answers, wherever it is served.
 *
 * @module
 */
import type { Case } from "./ask.ts";
import { PROCESS_CASES } from "./process.ts";

export const CASES: readonly Case[] = [...PROCESS_CASES];
