/**
 * Values of attributes that say nothing: a document that came as JSON may have them, and would be another form than was meant.
 *
 * @module
 */
import { isZone } from "../field/time/zone.ts";
import type { AnyField } from "../declaration/field.ts";
import type { AnyDocument } from "./document.ts";

/** What of a document says nothing, as sentences with the place. */
export function* senseless({ fields, sections = [] }: AnyDocument): Generator<string> {
  const ids = new Set<string>();
  for (const [at, { id = String(at + 1) }] of sections.entries()) {
    if (ids.has(id)) yield `two sections have the id "${id}"`;
    ids.add(id);
  }
  for (const [at, { id = String(at + 1), parent }] of sections.entries()) {
    if (parent === undefined || ids.has(parent) && parent !== id) continue;
    yield `section "${id}": there is no section "${parent}" for it to stand in`;
  }
  yield* inFields(fields);
}

function* inFields(fields: readonly AnyField[]): Generator<string> {
  for (const field of fields) {
    const { id, zone, fields: own = [] } = field;
    if (zone !== undefined && !isZone(zone)) {
      yield `field "${id}": ${
        JSON.stringify(zone)
      } is no time zone: use a name such as Europe/Kyiv`;
    }
    yield* inFields(own);
  }
}
