/**
 * Paths of values: ids of fields and keys of rows, with slashes between.
 *
 * @module
 */
import { FormError } from "../error.ts";

/** The longest path, in UTF-16 units. */
const LONGEST = 1_000;
/** Names that would be a way into what every object has. */
const RESERVED: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** The path of something below another; the empty path is the form. */
export function below(path: string, name: string): string {
  return path === "" ? name : `${path}/${name}`;
}

/** The path around one; undefined for the form itself. */
export function around(path: string): string | undefined {
  if (path === "") return undefined;
  const at = path.lastIndexOf("/");
  return at < 0 ? "" : path.slice(0, at);
}

/** The last name of a path. */
export function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The names of a path. */
export function namesOf(path: string): readonly string[] {
  return path === "" ? [] : path.split("/");
}

/** Whether a name can be that of a field or the key of a row. */
export function isName(name: unknown): name is string {
  return typeof name === "string" && name !== "" && name.length <= 100 && !name.includes("/") &&
    !RESERVED.has(name);
}

/**
 * A path as it came from outside.
 *
 * @throws {FormError} `path` for what is none
 */
export function checkedPath(path: unknown): string {
  if (typeof path === "string" && path.length <= LONGEST && namesOf(path).every(isName)) {
    return path;
  }
  throw new FormError("path", `${JSON.stringify(String(path).slice(0, 60))} is no path of a value`);
}
