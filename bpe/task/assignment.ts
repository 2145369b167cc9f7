/**
 * Whom a task is for: the users, roles and dates that the definition names, when its element has come up.
 *
 * @module
 */
import { type Definition, type Node, NONE, type ResourceRole } from "../definition/definition.ts";
import { BpeError } from "../error.ts";
import type { Expressions } from "../expression/expression.ts";
import type { Reserved } from "../state/reserved.ts";
import type { Variables } from "../state/state.ts";
import type { Task } from "../store/row/task.ts";
import { isMarked, isPersonName, listed } from "../expression/marked.ts";
import { laneRoles } from "./identity.ts";
import { momentOf } from "../engine/wait/timer.ts";

/** What is known of an element when its task comes up. */
export interface TaskContext {
  readonly instance: string;
  readonly element: number;
  /** The process and its version, as `leave:3`. */
  readonly key: string;
  readonly definition: Definition;
  /** What the element sees. */
  readonly variables: Variables;
  /** What its instance keeps beside its variables. */
  readonly reserved: Reserved;
  /** Evaluates what is written as an expression. */
  readonly expressions: Expressions;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The task of an element that has come up.
 *
 * @throws {BpeError} `assignment` where an expression that names a person, a role or a date fails.
 */
export function taskOf(node: Node, context: TaskContext): Task {
  const { definition } = context;
  const { vendor, activity } = node;
  const say = (text: string) => evaluate(node, context, text);
  const resources = activity?.resources ?? [];
  const owners = resources.flatMap((each) => named(node, context, each));
  const lane = definition.lanes[node.lane];
  const performer = owners.find(({ kind }) => kind !== "potentialOwner");
  const assignee = first(say(vendor?.assignee ?? "")) ?? performer?.name;
  const all = (text: string) => listed(text).flatMap((each) => texts(say(each)));
  const isSaid = (text = "") => listed(text).some((each) => each.trim() !== "");
  const users = all(vendor?.candidateUsers ?? "");
  const groups = [
    ...all(vendor?.candidateGroups ?? ""),
    ...owners.filter(({ kind }) => kind === "potentialOwner").map(({ name }) => name),
  ];
  // Who is named outright does it; else the lane says who.
  const namesCandidates = isSaid(vendor?.candidateUsers) || isSaid(vendor?.candidateGroups) ||
    resources.some((each) => each.kind === "potentialOwner" && namesSomebody(each));
  const roles = namesCandidates ? groups : laneRoles(definition, lane);
  const isNamed = namesCandidates || isSaid(vendor?.assignee) || resources.some(namesSomebody);
  const isNobody = assignee === undefined && users.length + roles.length === 0;
  const due = moment(node, context, vendor?.dueDate ?? "");
  const followUp = moment(node, context, vendor?.followUpDate ?? "");
  const priority = Number(first(say(vendor?.priority ?? "")) ?? 50);
  return {
    instance: context.instance,
    element: context.element,
    definition: context.key,
    process: definition.processes[node.process]?.id ?? "",
    node: node.id,
    name: node.name,
    lane: lane === undefined ? "" : lane.name || lane.id,
    roles: [...new Set(roles)],
    users: [...new Set(users)],
    ...(assignee === undefined ? {} : { assignee }),
    // What came to nobody is not what names nobody, which is anybody's.
    ...(isNamed && isNobody ? { unassigned: true } as const : {}),
    created: context.now,
    ...(due === undefined ? {} : { due }),
    ...(followUp === undefined ? {} : { followUp }),
    priority: Number.isFinite(priority) ? priority : 50,
    formKey: vendor?.formKey ?? "",
  };
}

function named(
  node: Node,
  context: TaskContext,
  role: ResourceRole,
): { readonly kind: string; readonly name: string }[] {
  const resource = context.definition.roots.resources[role.resource];
  const names = role.assignment === null
    ? resource === undefined
      ? [role.name].filter((name) => name !== "")
      : [nameOfResource(resource)]
    : texts(evaluate(node, context, role.assignment.text, true));
  return names.map((name) => ({ kind: role.kind, name }));
}

function namesSomebody({ assignment, name, resource }: ResourceRole): boolean {
  return assignment !== null || name !== "" || resource !== NONE;
}

function nameOfResource({ name, id }: { readonly name: string; readonly id: string }): string {
  return name || id;
}

/**
 * A text as a vendor writes it: an expression behind `=` or in `${}`, else itself.
 *
 * @param always true: what can be no name is an expression without a mark too; a name is itself, whatever variables there are
 */
function evaluate(node: Node, context: TaskContext, text: string, always = false): unknown {
  const isExpression = isMarked(text);
  if (!isExpression && !always) return text;
  if (!isExpression && isPersonName(text)) return text;
  try {
    const { expressions, variables, now, reserved } = context;
    return expressions.evaluate({ language: "", text }, variables, now, reserved);
  } catch (cause) {
    throw new BpeError(
      "assignment",
      `cannot tell who does it or when: ${text.slice(0, 200)} (${
        cause instanceof Error ? cause.message : String(cause)
      })`,
      { element: node.id, instance: context.instance, cause },
    );
  }
}

function moment(node: Node, context: TaskContext, text: string): number | undefined {
  if (text === "") return undefined;
  const time = momentOf(evaluate(node, context, text), context.now);
  if (time !== undefined) return time;
  throw new BpeError(
    "assignment",
    `has a date that is none: ${text.slice(0, 200)}; give ISO 8601, as 2030-01-31T12:00:00Z or P3D`,
    { element: node.id, instance: context.instance },
  );
}

function first(value: unknown): string | undefined {
  return texts(value)[0];
}

/** Names from a list, or from a text with commas. */
function texts(value: unknown): string[] {
  const all = Array.isArray(value) ? value : typeof value === "string" ? value.split(",") : [value];
  return all.filter((each) => each !== null && each !== undefined)
    .map((each) => String(each).trim()).filter((each) => each !== "");
}
