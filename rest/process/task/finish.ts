/**
 * The operations that end a task: completed, failed, escalated from.
 *
 * @module
 */
import type { Incoming, Operation } from "../../operation.ts";
import { fieldsOf, restoredValues, textOf } from "../check.ts";
import { NAME, object, VALUES } from "../declared.ts";
import type { ChangeOptions, ProcessEngine, TaskEvent } from "../engine.ts";
import { missing } from "../gate.ts";
import { type ChangeSpec, changing, type Site } from "../ready.ts";
import type { Outcome, TaskPlace } from "../row.ts";
import { HERE, PATH } from "./place.ts";

/** How a task ends. */
export function finishing(site: Site): readonly Operation[] {
  const { engine } = site.gate;
  const common = { action: "tasks", parameters: HERE, instance: reached(site) } as const;
  const placeOf = (incoming: Incoming) => site.gate.place(incoming);
  return [
    ...changing(site, {
      ...common,
      id: "completeTask",
      path: `${PATH}/complete`,
      summary: "Completes a task with values",
      schema: object({ variables: VALUES }, []),
      required: false,
      async change(id, body, options, incoming) {
        const place = placeOf(incoming), given = fieldsOf(body, "variables") ?? {};
        const known = await engine.variables(id, place.element) ?? {};
        return await engine.complete(place, restoredValues(given, known), options);
      },
    }),
    ...changing(site, {
      ...common,
      id: "failTask",
      path: `${PATH}/fail`,
      summary: "Ends a task by an error of the model, or makes it an incident where none is named",
      schema: object({ code: NAME, message: { type: "string" }, variables: VALUES }, []),
      required: false,
      change(_, body, options, incoming) {
        const code = textOf(body, "code"), message = textOf(body, "message");
        const variables = fieldsOf(body, "variables");
        return raised(engine, placeOf(incoming), {
          do: "fail",
          ...code !== undefined && { code },
          ...message !== undefined && { message },
          ...variables !== undefined && { variables },
        }, options);
      },
    }),
    ...changing(site, {
      ...common,
      id: "escalateTask",
      path: `${PATH}/escalate`,
      summary: "Escalates from a task, which goes on",
      schema: object({ code: NAME, variables: VALUES }, ["code"]),
      change(_, body, options, incoming) {
        const variables = fieldsOf(body, "variables");
        return raised(engine, placeOf(incoming), {
          do: "escalate",
          code: textOf(body, "code") ?? "",
          ...variables !== undefined && { variables },
        }, options);
      },
    }),
  ];
}

/**
 * Ends a task otherwise, or escalates from it. What is no task, such as the job of a handler, is an element to the engine as well: nobody has it
 * fail by an address of tasks. Where the task is gone, only a change that was made with this key before is there to be told.
 */
async function raised(
  engine: ProcessEngine,
  place: TaskPlace,
  event: TaskEvent,
  options: ChangeOptions,
): Promise<Outcome> {
  if (await engine.task(place) !== undefined) return await engine.raise(place, event, options);
  const { elements, version } = await engine.instance(place.instance);
  if (elements.some(({ element }) => element === place.element)) {
    throw missing("task", `${place.instance}/${place.element}`);
  }
  // At this version there is no such element: whatever gets its number meanwhile is not reached.
  const outcome = await engine.raise(place, event, { ...options, version });
  if (outcome.applied || outcome.repeated || options.version !== undefined) return outcome;
  throw missing("task", `${place.instance}/${place.element}`);
}

/** The instance of a task that is done: a task that is gone may have been completed with the key of this very request. */
function reached({ gate }: Site): ChangeSpec["instance"] {
  return async (incoming) => {
    const place = gate.place(incoming), task = await gate.engine.task(place);
    if (task === undefined) return (await gate.instance(place.instance, "tasks", incoming)).id;
    if (await gate.isTheirs(task, incoming)) return place.instance;
    throw missing("task", `${place.instance}/${place.element}`);
  };
}
