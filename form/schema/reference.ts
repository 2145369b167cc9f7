/**
 * References within a JSON Schema.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";
import { FormError } from "../error.ts";
import type { JsonSchema } from "../field/type.ts";

/** A part of a schema while it is read. */
export interface Part {
  /** What stands there, references followed. */
  readonly schema: JsonSchema;
  /** The references that were followed on the way to it: one of them again would never end. */
  readonly followed: readonly string[];
}

/** The longest way of references. */
const MOST = 32;

/** An error about a place of a schema. */
export function refused(path: string, what: string): FormError {
  return new FormError("document", `the schema at "${path}" ${what}`);
}

/**
 * Follows the references of a part, within its own document only. What stands beside one (a title) goes before what it leads to.
 *
 * @throws {FormError} `document` for one that leads elsewhere, to nothing, or back to where it stands
 */
export function followed(root: JsonSchema, part: Part, path: string): Part {
  let { schema, followed: way } = part;
  for (let { $ref } = schema; $ref !== undefined; { $ref } = schema) {
    if (typeof $ref !== "string" || !/^#(?:\/|$)/.test($ref)) {
      throw refused(path, `refers to ${shown($ref)}: only parts of its own document are followed`);
    }
    if (way.includes($ref)) throw refused(path, `refers to itself by ${shown($ref)}`);
    if (way.length >= MOST) throw refused(path, `has more than ${MOST} references in each other`);
    way = [...way, $ref];
    const { $ref: _, ...beside } = schema, found = at(root, $ref);
    if (!isPlainObject(found)) throw refused(path, `refers to ${shown($ref)}, which is not there`);
    schema = { ...found, ...beside };
  }
  return { schema, followed: way };
}

function shown(reference: unknown): string {
  return (JSON.stringify(reference) ?? typeof reference).slice(0, 100);
}

/** What a pointer leads to (RFC 6901, section 6: as the fragment of an address). */
function at(root: JsonSchema, reference: string): unknown {
  let found: unknown = root;
  for (const token of reference.split("/").slice(1)) {
    const name = decoded(token).replaceAll("~1", "/").replaceAll("~0", "~");
    found = typeof found === "object" && found !== null && Object.hasOwn(found, name)
      ? Reflect.get(found, name)
      : undefined;
  }
  return found;
}

function decoded(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch (error) {
    if (error instanceof URIError) return token; // a name with a percent sign
    throw error;
  }
}
