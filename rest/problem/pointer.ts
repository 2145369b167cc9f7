/**
 * Places in a body.
 *
 * @module
 */

/**
 * The JSON Pointer (RFC 6901) of keys.
 *
 * @example
 * ```ts
 * import { pointerOf } from "@n2o/n2o/rest";
 *
 * if (pointerOf(["a/b", 0, "c~"]) !== "/a~1b/0/c~0") throw new Error("another pointer");
 * ```
 */
export function pointerOf(keys: readonly PropertyKey[]): string {
  return keys.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
