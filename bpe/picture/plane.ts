/**
 * Which plane of a definition is drawn.
 *
 * @module
 */
import { type Definition, nodeOf, NONE, processOf } from "../definition/definition.ts";
import type { Plane } from "../definition/diagram.ts";
import { BpeError } from "../error.ts";
import { sane } from "./geometry.ts";
import { scopePlane, wholePlane } from "./layout.ts";

/**
 * The plane that is asked for: by number among those of the file, or by the id of what it shows. What the file does not draw is
 * laid out.
 *
 * @throws {BpeError} `picture` where there is no such plane, process or sub-process, or a coordinate of it is absurd.
 */
export function planeOf(
  definition: Definition,
  want: number | string | undefined,
  automatic: boolean,
): Plane {
  const planes = automatic ? [] : definition.diagram.planes;
  const plane = chosen(definition, want, planes);
  if (planes.includes(plane)) sane(plane);
  return plane;
}

function chosen(
  definition: Definition,
  want: number | string | undefined,
  planes: readonly Plane[],
): Plane {
  if (typeof want === "number") {
    const plane = planes[want];
    if (plane !== undefined) return plane;
    throw new BpeError("picture", `plane ${want}: the definition has ${planes.length}; ask by id`);
  }
  if (want === undefined) {
    return planes.find((one) => one.shapes.length > 0) ?? wholePlane(definition);
  }
  const named = planes.find((one) => one.element === want && one.shapes.length > 0);
  if (named !== undefined) return named;
  const scope = definition.scopes[scopeOf(definition, want)];
  if (scope === undefined) {
    const message = "is no process, sub-process or plane of the definition; give the id of one";
    throw new BpeError("picture", message, { element: want.slice(0, 200) });
  }
  const inside = new Set(scope.nodes.map((one) => definition.nodes[one]?.id));
  const showing = planes.find((one) => one.shapes.some(({ element }) => inside.has(element)));
  return showing ?? scopePlane(definition, scope);
}

/** The scope of a process, pool or sub-process with this id. */
function scopeOf(definition: Definition, id: string): number {
  const pool = definition.collaboration.participants.find((one) => one.id === id);
  const process = processOf(definition, id) ?? definition.processes[pool?.process ?? NONE];
  return process?.scope ?? nodeOf(definition, id)?.body ?? NONE;
}
