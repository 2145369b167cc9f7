/**
 * Names of files in addresses.
 *
 * @module
 */

/** What no name of a file may have: separators of either kind, NUL and other controls. */
// deno-lint-ignore no-control-regex -- they are what is looked for
const FORBIDDEN = /[/\\\x00-\x1f\x7f]/;

/**
 * The names that the path of a request leads through behind its first `depth` ones, decoded; the last is "" where it ends with a
 * slash.
 *
 * Undefined for one that may lead elsewhere: a name that begins with a dot (a hidden file, the folder above) or is empty, a separator
 * or a control in it however written, or what is no UTF-8. What remains is below a folder, whatever the folder.
 */
export function namesOf(pathname: string, depth: number = 0): readonly string[] | undefined {
  const names: string[] = [];
  for (const part of pathname.slice(1).split("/").slice(depth)) {
    const name = decoded(part);
    if (name === undefined || FORBIDDEN.test(name) || name.startsWith(".")) return undefined;
    names.push(name);
  }
  return names.slice(0, -1).includes("") ? undefined : names;
}

/** Whether the path of a request begins with these names, which are coded or not. */
export function isBelow(start: readonly string[], pathname: string): boolean {
  const parts = pathname.slice(1).split("/", start.length).map(decoded);
  return start.every((name, at) =>
    parts[at] !== undefined && parts[at] === (decoded(name) ?? name)
  );
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** The place of names below a folder whose URL ends with a slash. */
export function placeOf(folder: URL, names: readonly string[]): URL {
  return new URL(names.map(encodeURIComponent).join("/"), folder);
}
