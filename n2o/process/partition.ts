/**
 * The partitions of a server: for each application on each transport a ring of four processes, between which its keys are parted.
 *
 * @module
 */
import type { Services } from "../server.ts";
import type { Term } from "../term/term.ts";
import { new as ring, type Ring } from "./ring.ts";

/** The rings of applications by the table of their transport, then by the application. */
export type Rings = ReadonlyMap<string, ReadonlyMap<string, Ring>>;

/** How many partitions an application has on a transport, and how many positions each of them on the ring. */
const SPACE = 4;

/** The rings of services: `/chat/ws/1` to `/chat/ws/4`, as lists of characters, as which Erlang hashes names. */
export function ringsOf(services: Services): Rings {
  const tables = Object.entries(services).map(([table, apps]) => {
    const rings = apps.map((app) => [app, ring(SPACE, namesOf(table, app).map(toNode))] as const);
    return [table, new Map(rings)] as const;
  });
  return new Map(tables);
}

function namesOf(table: string, app: string): string[] {
  return Array.from({ length: SPACE }, (_, index) => `/${app}/${table}/${index + 1}`);
}

/** The node of a name. */
function toNode(name: string): Term {
  return Array.from(name, (character) => character.codePointAt(0) ?? 0);
}

/** The name of a node that `toNode` made. */
export function fromNode(node: Term): string {
  return Array.isArray(node) ? String.fromCodePoint(...node.map(Number)) : "";
}
