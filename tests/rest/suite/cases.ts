/**
 * The cases of the suite: what an API answers, wherever it is served.
 *
 * @module
 */
import type { Case } from "./ask.ts";
import { PROCESS_CASES } from "./process.ts";
import { RESOURCE_CASES } from "./resource.ts";

export const CASES: readonly Case[] = [...RESOURCE_CASES, ...PROCESS_CASES];
