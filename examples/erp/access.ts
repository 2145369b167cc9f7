/**
 * Who is here, and what they may do.
 *
 * @module
 */
import * as bpe from "../../bpe/mod.ts";
import { n2o } from "../../mod.ts";

/** Whoever is logged in, with the roles they chose; undefined: nobody. */
export function whoever(): bpe.Identity | undefined {
  const id = n2o.user();
  return id === "" ? undefined : { id, roles: [...n2o.roles()] };
}

/**
 * Whoever is logged in.
 *
 * @throws {BpeError} `denied` where nobody is
 */
export function self(): bpe.Identity {
  const who = whoever();
  if (who === undefined) throw new bpe.BpeError("denied", "nobody is logged in");
  return who;
}

/** The roles that a lane stands for: its own name and id, and those of the lanes around it. */
export function rolesOf(definition: bpe.Definition, lane: number): readonly string[] {
  const found = definition.lanes[lane];
  if (found === undefined) return [];
  return [found.name, found.id, ...rolesOf(definition, found.parent)].filter((role) => role !== "");
}

/** Whether somebody has one of the roles; where there are none, anybody has. */
export function has(identity: bpe.Identity, roles: readonly string[]): boolean {
  return roles.length === 0 || roles.some((role) => identity.roles?.includes(role) === true);
}

/** Whether a node is somebody's business: it lies in one of their lanes. */
export function concerns(
  identity: bpe.Identity,
  definition: bpe.Definition,
  node: number,
): boolean {
  return has(identity, rolesOf(definition, definition.nodes[node]?.lane ?? bpe.NONE));
}

/**
 * The rule of the house. A process is started by who has a role of its start's lane; a task is claimed by its candidates, and
 * completed and given back by who claimed it; nobody gives away what is another's; what failed is tried again by who has a role of its lane.
 * Who is logged in may look on.
 *
 * @param starters roles by process
 */
export function rule(starters: ReadonlyMap<string, readonly string[]>): bpe.Auth {
  return (by, roles, permission) => {
    if (by === undefined) return true;
    switch (permission.do) {
      case "start":
        return has(by, starters.get(permission.process) ?? []);
      case "claim":
        return bpe.byCandidates(by, roles, permission);
      case "complete":
      case "release":
      case "assign":
        return permission.task.assignee === by.id;
      case "command":
        return has(by, roles);
      default:
        return true;
    }
  };
}
