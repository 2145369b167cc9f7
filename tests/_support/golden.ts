/**
 * The recorded answers of the original stack, where they are present.
 *
 * @module
 */
import { isThere } from "./permission.ts";

/** Folder of the recorded answers: `../shared/golden` beside the project's root. */
export const folder: URL = new URL("../../../shared/golden/", import.meta.url);

/** True where the recorded answers are absent: tests that need them are then reported as ignored. */
export const absent: boolean = !isThere(folder);

/** The objects of one `*.jsonl` file of that folder. */
export function lines<T>(name: string): T[] {
  return Deno.readTextFileSync(new URL(name, folder)).split("\n").filter(Boolean)
    .map((line) => JSON.parse(line));
}
