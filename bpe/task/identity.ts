/**
 * Who asks, and whether he may.
 *
 * @module
 */
import type { Command } from "../state/command.ts";
import type { Task } from "./task.ts";

/** Somebody who asks. */
export interface Identity {
  /** Who. */
  readonly id: string;
  /** Roles and groups he has: names of lanes, of candidate groups, of resources. */
  readonly roles?: readonly string[];
}

/** What somebody wants to do. */
export type Deed =
  | { readonly do: "start"; readonly process: string }
  | { readonly do: "claim" | "release" | "complete" | "assign"; readonly task: Task }
  | { readonly do: "next" | "amend" | "read" | "message"; readonly instance: string }
  | {
    /** A command of the core, or the resolution of an incident. */
    readonly do: "command";
    /** Which: `resolve`, `cancel`, `set`, ... */
    readonly command: Command["do"];
    /** The instance. */
    readonly instance: string;
    /** The id of the node it is about, else of the process. */
    readonly node: string;
    /** The lanes of the node. */
    readonly roles: readonly string[];
  };

/**
 * Decides whether somebody may do something.
 *
 * @param identity who asks; undefined: the program itself, without a person
 * @param roles the roles that the definition asks for; empty: none in particular
 */
export type Auth = (
  identity: Identity | undefined,
  roles: readonly string[],
  deed: Deed,
) => boolean | Promise<boolean>;

/**
 * The rule that holds unless another is given. The program itself may do all. A task is done by its assignee; while it has none,
 * by a candidate user, or by somebody with one of its roles; a task that names nobody, by anybody. A command about a node is for
 * its lane. To start, read or go on with an instance is free.
 */
export const byCandidates: Auth = (identity, roles, deed): boolean => {
  if (identity === undefined) return true;
  const hasRole = roles.some((role) => identity.roles?.includes(role) === true);
  if (deed.do === "command") return roles.length === 0 || hasRole;
  if (!("task" in deed)) return true;
  const { assignee, users } = deed.task;
  if (assignee !== undefined) return assignee === identity.id;
  if (users.length === 0 && roles.length === 0) return true;
  return users.includes(identity.id) || hasRole;
};
