/**
 * Who may see and change what.
 *
 * @module
 */
import type { Access } from "../declaration/attributes.ts";
import type { Compiled, Node } from "../document/compile.ts";
import type { AnyDocument } from "../document/document.ts";

/** What a person may do. */
export interface Permission {
  /** Whether they may see it. */
  readonly see: boolean;
  /** Whether they may change it. */
  readonly change: boolean;
}

const ALL: Permission = { see: true, change: true };

/** What a person with these roles may do with a document as a whole. */
export function permissionOf({ access }: AnyDocument, roles: readonly string[]): Permission {
  return permitted(access, roles, ALL);
}

/** What a person with these roles may do in a section: no more than in what that stands in. */
export function sectionPermission(
  document: AnyDocument,
  roles: readonly string[],
  id: string,
  depth: number = 0,
): Permission {
  const { sections = [] } = document, whole = permissionOf(document, roles);
  const section = sections.find((each, at) => (each.id ?? String(at + 1)) === id);
  if (section === undefined || depth > sections.length) return whole;
  const { parent, access } = section;
  const around = parent === undefined
    ? whole
    : sectionPermission(document, roles, parent, depth + 1);
  return permitted(access, roles, around);
}

/** What a person with these roles may do at each field: no more than where it stands in. Each is found once. */
export function permissions(
  { document }: Compiled,
  roles: readonly string[],
): (node: Node) => Permission {
  const known = new Map<Node, Permission>();
  const whole = permissionOf(document, roles);
  const { sections = [] } = document;
  const open = document.access === undefined &&
    sections.every(({ access }) => access === undefined);
  const find = (node: Node): Permission => {
    const { field: { access }, parent, section } = node;
    // Most documents say nothing of it.
    if (open && access === undefined && parent === undefined) return ALL;
    let found = known.get(node);
    if (found === undefined) {
      const around = parent !== undefined
        ? find(parent)
        : section === undefined
        ? whole
        : sectionPermission(document, roles, section);
      known.set(node, found = permitted(access, roles, around));
    }
    return found;
  };
  return find;
}

/** What roles permit inside of what they permit around it. */
function permitted(
  access: Access | undefined,
  roles: readonly string[],
  around: Permission,
): Permission {
  if (access === undefined) return around;
  const has = (names: readonly string[]) => names.some((name) => roles.includes(name));
  if (isList(access)) {
    const is = has(access);
    return { see: around.see && is, change: around.change && is };
  }
  const { read, write } = access;
  const see = around.see &&
    (read === undefined || has(read) || (write !== undefined && has(write)));
  return { see, change: see && around.change && (write === undefined || has(write)) };
}

function isList(access: Access): access is readonly string[] {
  return Array.isArray(access);
}
