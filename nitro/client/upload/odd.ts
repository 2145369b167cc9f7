/**
 * The part of an upload that judges what is dropped.
 *
 * @module
 */

/**
 * Whether a file is none of those that the control offers, as a dialog tells them: by the end of its name, or by its type. One whose type
 * the browser does not know is not judged by types.
 */
export function isOdd({ name, type }: File, accept: string): unknown {
  const kinds = accept.toLowerCase().split(",").map((kind) => kind.trim()).filter(Boolean);
  return kinds[0] &&
    !kinds.some((kind) =>
      kind[0] === "."
        ? name.toLowerCase().endsWith(kind)
        : !type || type === kind || kind.endsWith("*") && type.startsWith(kind.split("*")[0]!)
    );
}
