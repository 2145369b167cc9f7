/**
 * Whether somebody may do something.
 *
 * @module
 */
import { fields, identity, list, optional, text } from "../argument.ts";
import { BpeError } from "../error.ts";
import type { Command } from "../state/command.ts";
import { elementOf } from "../state/lists.ts";
import type { Loaded } from "../store/loaded.ts";
import type { Task } from "../store/row/task.ts";
import { type Identity, laneRoles } from "./identity.ts";

/** What somebody needs leave for. */
export type Permission =
  | { readonly do: "start"; readonly process: string }
  | { readonly do: "claim" | "release" | "complete" | "assign"; readonly task: Task }
  | { readonly do: "next" | "amend" | "read" | "message"; readonly instance: string }
  | { readonly do: "migrate"; readonly instance: string; readonly version: string }
  | CommandPermission;

/** Leave for a command of the core, or the resolution of an incident. */
export interface CommandPermission {
  /** Told from the other permissions by this. */
  readonly do: "command";
  /** The command: `resolve`, `cancel`, `set`, ... */
  readonly command: Command["do"];
  /** The id of the instance. */
  readonly instance: string;
  /** The id of the node it is about, else of the process. */
  readonly node: string;
  /** The lanes of the node. */
  readonly roles: readonly string[];
}

/**
 * Decides whether somebody may do something.
 *
 * @param by who asks; undefined: the program itself, without a person
 * @param roles the roles that the definition asks for; empty: none in particular
 */
export type Auth = (
  by: Identity | undefined,
  roles: readonly string[],
  permission: Permission,
) => boolean | Promise<boolean>;

/**
 * The rule that holds unless another is given. The program itself may do all. A task is done by its assignee; while it has none,
 * by a candidate user, or by somebody with one of its roles; a task that names nobody, by anybody; one whose names came to nobody
 * (`unassigned`), by nobody until it is assigned. A command about a node is for its lane, and needs leave to complete each task that
 * it reaches. To start, read, migrate or go on with an instance is free.
 */
export const byCandidates: Auth = (by, roles, permission): boolean => {
  if (by === undefined) return true;
  identity(by, "who asks");
  list(roles, "the roles that may");
  aPermission(permission, "what is asked for");
  const hasRole = roles.some((role) => by.roles?.includes(role) === true);
  if (permission.do === "command") return roles.length === 0 || hasRole;
  if (!("task" in permission)) return true;
  const { assignee, users, unassigned = false } = permission.task;
  if (assignee !== undefined) return assignee === by.id;
  if (unassigned) return false;
  if (users.length === 0 && roles.length === 0) return true;
  return users.includes(by.id) || hasRole;
};

/** What a command on an instance needs leave for: its node is that of the element or incident, else the process. */
export function commandPermission(
  command: Command,
  { stored: { id, state }, definition }: Loaded,
): CommandPermission {
  const element = command.do === "resolve"
    ? state.incidents.find((each) => each.id === command.incident)?.node
    : "element" in command
    ? elementOf(state, command.element)?.node
    : undefined;
  const node = definition.nodes[element ?? -1];
  return {
    do: "command",
    command: command.do,
    instance: id,
    node: node?.id ?? definition.processes[state.process]?.id ?? "",
    roles: node === undefined ? [] : laneRoles(definition, definition.lanes[node.lane]),
  };
}

const aPermission = fields({
  do: text,
  task: optional(fields({ users: list, roles: list })),
});

/**
 * Asks the application's rule.
 *
 * @throws {BpeError} `denied` where it says no
 */
export async function permit(
  { auth }: { readonly auth: Auth },
  by: Identity | undefined,
  permission: Permission,
): Promise<void> {
  if (await auth(by, rolesFor(permission), permission)) return;
  throw new BpeError("denied", `is not allowed to ${textOf(permission)}`, {
    element: by?.id ?? "nobody",
    instance: "task" in permission
      ? permission.task.instance
      : "instance" in permission
      ? permission.instance
      : undefined,
  });
}

function rolesFor(permission: Permission): readonly string[] {
  if ("task" in permission) return permission.task.roles;
  return permission.do === "command" ? permission.roles : [];
}

function textOf(permission: Permission): string {
  if ("task" in permission) return `${permission.do} task ${permission.task.node}`;
  if ("process" in permission) return `${permission.do} process ${permission.process}`;
  const { instance } = permission;
  return permission.do === "command"
    ? `${permission.command} ${permission.node} of instance ${instance}`
    : `${permission.do} instance ${instance}`;
}
