/**
 * The operations of work lists.
 *
 * @module
 */
import { RestError } from "../../error.ts";
import type { Incoming, Operation, Parameter } from "../../operation.ts";
import { toJson } from "../../value/json.ts";
import { timeOf } from "../../value/time.ts";
import { bodyOf, textOf, together } from "../check.ts";
import { cursorOf, pageOf } from "../cursor.ts";
import { byName, FIELD, json, listOf, NAME, object, TASK, TIME } from "../declared.ts";
import type { ProcessIdentity, TaskFilter } from "../engine.ts";
import { listed } from "../live/listed.ts";
import { finishing } from "./finish.ts";
import { HERE, PATH } from "./place.ts";
import { operation, type Site, takes } from "../ready.ts";
import type { TaskPlace, TaskRow } from "../row.ts";
import { told } from "../told.ts";

const FILTERS: readonly Parameter[] = [
  {
    name: "mine",
    in: "query",
    description: "only those that are yours to do, also where you see those of others",
    schema: { type: "boolean" },
  },
  byName("assignee", "those assigned to somebody"),
  byName("user", "unassigned ones with this candidate"),
  byName("role", "unassigned ones with this candidate group"),
  byName("process", "those of a process"),
  byName("node", "those of a node; with `process`"),
  byName("instance", "those of an instance"),
  byName("lane", "those of a lane"),
  {
    name: "due-before",
    in: "query",
    description: "those that are due before this time (ISO 8601)",
    schema: TIME,
  },
];

/** Those that list, show and do tasks. */
export function taskOperations(site: Site): readonly Operation[] {
  const { gate } = site, { engine } = gate;
  return [
    ...listing(site),
    ...operation(site, {
      id: "getTask",
      method: "GET",
      path: PATH,
      summary: "A task",
      action: "tasks",
      parameters: HERE,
      responses: { 200: json("the task", TASK) },
      run: async (incoming) => ({ status: 200, value: told(await gate.task(incoming)) }),
    }),
    ...operation(site, {
      id: "getTaskVariables",
      method: "GET",
      path: `${PATH}/variables`,
      summary: "The variables that a task sees",
      action: "tasks",
      parameters: HERE,
      responses: { 200: json("the variables", { type: "object" }) },
      async run(incoming) {
        const { instance, element } = await gate.task(incoming);
        return { status: 200, value: toJson(await engine.variables(instance, element) ?? {}) };
      },
    }),
    ...operation(site, {
      id: "getTaskForm",
      method: "GET",
      path: `${PATH}/form`,
      summary: "The fields that a task asks for",
      action: "tasks",
      parameters: HERE,
      responses: { 200: json("the fields", listOf("fields", FIELD)) },
      async run(incoming) {
        const { definition, node } = await gate.task(incoming);
        return { status: 200, value: { fields: await engine.form(definition, node) ?? [] } };
      },
    }),
    ...owning(site),
    ...finishing(site),
  ];
}

function listing(site: Site): readonly Operation[] {
  const { gate } = site;
  const page = async (incoming: Incoming) => {
    const [instance, element] = cursorOf(incoming, "tasks", ["text", "number"]) ?? [];
    const isAll = incoming.query.mine !== true && await gate.oversees(incoming);
    const filter = filterOf(incoming), { process: wanted } = incoming.query;
    // A task is nobody's to do.
    if (!isAll && incoming.person === undefined) return { rows: [], headers: {} };
    const rows = gate.engine.tasks({
      ...filter,
      ...!isAll && { for: await gate.by(incoming) },
      ...instance !== undefined &&
        { after: { instance: String(instance), element: Number(element) } },
      reverse: incoming.query.order === "desc",
    });
    const { rows: found, headers } = await pageOf(rows, incoming, {
      list: "tasks",
      cursor: (task: TaskRow) => [task.instance, task.element],
      isSeen: async ({ process, instance }) =>
        (wanted === undefined || process === wanted) &&
        await gate.isSeen({ process, instance }, "tasks", incoming),
    });
    return { rows: found.map(told), headers };
  };
  return listed(site, {
    id: "listTasks",
    path: "/tasks",
    summary: "Tasks that are yours to do, by instance and element; those of all for who oversees",
    parameters: FILTERS,
    row: TASK,
    page,
    followed: { name: "tasks", place: ["instance", "element"], action: "tasks" },
  });
}

function filterOf({ query }: Incoming): TaskFilter {
  const names = ["assignee", "user", "role", "instance", "lane"] as const;
  const given = names.filter((name) => query[name] !== undefined);
  const { process, node } = query, due = query["due-before"];
  if (process === undefined && node !== undefined) throw together("node", "process");
  return {
    ...Object.fromEntries(given.map((name) => [name, String(query[name])])),
    ...node !== undefined && { node: `${process}/${node}` },
    ...due !== undefined && { dueBefore: dueBefore(String(due)) },
  };
}

function dueBefore(text: string): number {
  const time = timeOf(text);
  if (!Number.isNaN(time)) return time;
  const detail = "a time of ISO 8601, such as 2026-01-02T03:04:05Z";
  throw new RestError("bad_parameter", `due-before is no time: give ${detail}`, {
    errors: [{ parameter: "due-before", code: "time", detail }],
  });
}

/** Whose a task is. */
function owning(site: Site): readonly Operation[] {
  const { gate } = site, { engine } = gate, assignee = object({ assignee: NAME });
  interface OwnSpec {
    readonly id: string;
    readonly verb: "claim" | "release";
    readonly summary: string;
    run(place: TaskPlace, by: ProcessIdentity): Promise<TaskRow>;
  }
  const own = ({ id, verb, summary, run }: OwnSpec) =>
    operation(site, {
      id,
      method: "POST",
      path: `${PATH}/${verb}`,
      summary,
      action: "tasks",
      parameters: HERE,
      responses: { 200: json("the task", TASK) },
      async run(incoming) {
        if (incoming.person === undefined) throw nobody();
        const task = await gate.task(incoming);
        return { status: 200, value: told(await run(task, await gate.by(incoming))) };
      },
    });
  return [
    ...own({
      id: "claimTask",
      verb: "claim",
      summary: "Makes a task your own",
      run: (place, by) => engine.claim(place, { by }),
    }),
    ...own({
      id: "releaseTask",
      verb: "release",
      summary: "Gives a task of yours back to its candidates",
      run: (place, by) => engine.release(place, { by }),
    }),
    ...operation(site, {
      id: "assignTask",
      method: "POST",
      path: `${PATH}/assign`,
      summary: "Makes a task somebody else's",
      action: "assign",
      parameters: HERE,
      body: takes(assignee),
      responses: { 200: json("the task", TASK) },
      async run(incoming) {
        const body = await bodyOf(incoming, assignee), task = await gate.task(incoming, "assign");
        const by = await gate.by(incoming);
        const assigned = await engine.assign(task, textOf(body, "assignee") ?? "", { by });
        return { status: 200, value: told(assigned) };
      },
    }),
  ];
}

function nobody(): RestError {
  return new RestError("unauthorized", "say who you are: a task becomes somebody's", {
    headers: { "www-authenticate": "Bearer" },
  });
}
