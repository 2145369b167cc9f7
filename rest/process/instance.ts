/**
 * The operations that show instances.
 *
 * @module
 */
import type { Answer, Incoming, Operation, Parameter } from "../operation.ts";
import { EVENT_STREAM } from "../stream/event.ts";
import { LAST_EVENT_ID } from "../stream/sse.ts";
import { toJson } from "../value/json.ts";
import { together } from "./check.ts";
import { cursorOf, pageOf } from "./cursor.ts";
import {
  ANY,
  byName,
  DETAIL,
  IF_NONE_MATCH,
  inQuery,
  INSTANCE,
  INSTANCE_ID,
  JOB,
  json,
  listOf,
  tagged,
} from "./declared.ts";
import { SVG } from "./definition.ts";
import type { InstanceFilter } from "./engine.ts";
import { followed } from "./live/steps.ts";
import { missing } from "./gate.ts";
import { historyOperations } from "./history.ts";
import { incidentOperations } from "./incident.ts";
import { listed } from "./live/listed.ts";
import { operation, type Site, type Spec } from "./ready.ts";
import type { InstanceDetail } from "./row.ts";
import { DRAWN, fresh, instanceTag, told } from "./told.ts";

const STATUSES = ["active", "completed", "terminated", "failed", "cancelled"];
const FILTERS: readonly Parameter[] = [
  {
    name: "status",
    in: "query",
    description: "how they stand",
    schema: { type: "string", enum: STATUSES },
  },
  byName("process", "the id of their process"),
  byName("task", "the id of a node at which they wait for a person; with `process`"),
  byName("lane", "the lane in which they wait for a person"),
  byName("variable", "the name of a variable that the engine has an index of; with `value`"),
  inQuery(
    "value",
    "its value: a number, true, false, or text; as a string of JSON it is text, whatever it reads like",
  ),
];
/** The element whose view is told. */
const ELEMENT: Parameter = {
  name: "element",
  in: "query",
  description: "in the view of this element; in that of the process unless told",
  schema: { type: "integer", minimum: 0 },
};

/** Those that list and show. */
export function instanceOperations(site: Site): readonly Operation[] {
  const { engine } = site.gate;
  return [
    ...listing(site),
    ...getting(site),
    ...showing(site, {
      id: "getVariables",
      path: "/instances/{id}/variables",
      summary: "The variables of an instance",
      parameters: [ELEMENT],
      responses: tagged("the variables", { type: "object" }),
      async tell({ id }, { query }) {
        const element = query.element === undefined ? undefined : Number(query.element);
        const values = await engine.variables(id, element);
        if (values === undefined) throw missing("element", `${id}/${element}`);
        return { status: 200, value: toJson(values) };
      },
    }),
    ...showing(site, {
      id: "getDocuments",
      path: "/instances/{id}/documents",
      summary: "The documents of an instance",
      responses: tagged("the documents", listOf("documents", ANY)),
      tell: async ({ id }) => ({
        status: 200,
        value: { documents: toJson(await engine.documents(id)) },
      }),
    }),
    ...showing(site, {
      id: "getPicture",
      path: "/instances/{id}/picture",
      summary: "An instance on its diagram",
      responses: tagged("the picture", { type: "string" }, SVG),
      tell: async ({ id }) => ({
        status: 200,
        headers: DRAWN,
        text: await engine.instancePicture(id),
      }),
    }),
    ...operation(site, {
      id: "listJobs",
      method: "GET",
      path: "/instances/{id}/jobs",
      summary: "The work of an instance that handlers have still to do",
      action: "instances",
      parameters: [INSTANCE_ID],
      responses: { 200: json("the jobs", listOf("jobs", JOB)) },
      async run(incoming) {
        const { jobs } = await site.gate.read(incoming.path.id ?? "", incoming);
        return { status: 200, value: { jobs: jobs.map(told) } };
      },
    }),
    ...historyOperations(site),
    ...incidentOperations(site),
  ];
}

function getting(site: Site): readonly Operation[] {
  const { 200: shown, ...others } = tagged("the instance, or its steps as they come", DETAIL);
  const content = { ...shown?.content, [EVENT_STREAM]: { type: "string" } };
  return operation(site, {
    id: "getInstance",
    method: "GET",
    path: "/instances/{id}",
    summary: "An instance: what it does and waits for; followed as server-sent events",
    action: "instances",
    parameters: [INSTANCE_ID, IF_NONE_MATCH, LAST_EVENT_ID],
    responses: {
      200: { description: "", ...shown, content },
      ...others,
      204: { description: "it has ended, and the last event was seen" },
    },
    async run(incoming) {
      const detail = await site.gate.read(incoming.path.id ?? "", incoming);
      if (incoming.type === EVENT_STREAM) return followed(site.gate, detail, incoming);
      const { jobs: _, ...shown } = detail;
      const answer = { status: 200, value: told(shown) };
      return await fresh(incoming, instanceTag(detail), () => answer);
    },
  });
}

function listing(site: Site): readonly Operation[] {
  const { gate } = site;
  const page = async (incoming: Incoming) => {
    const [after] = cursorOf(incoming, "instances", ["text"]) ?? [];
    const rows = gate.engine.instances({
      ...filterOf(incoming),
      ...after !== undefined && { after: String(after) },
      reverse: incoming.query.order === "desc",
    });
    const by = await gate.by(incoming);
    const { rows: found, headers } = await pageOf(rows, incoming, {
      list: "instances",
      cursor: ({ id }) => [id],
      isSeen: async ({ id, process }) =>
        await gate.isSeen({ process, instance: id }, "instances", incoming) &&
        await gate.engine.isReadable(id, by),
    });
    return { rows: found.map(told), headers };
  };
  return listed(site, {
    id: "listInstances",
    path: "/instances",
    summary: "Instances, by id: ids that are made begin with their time",
    parameters: FILTERS,
    row: INSTANCE,
    page,
    followed: { name: "instances", place: ["id"], action: "instances" },
  });
}

function filterOf({ query }: Incoming): InstanceFilter {
  const { status, process, task, lane, variable, value } = query;
  if (task !== undefined && process === undefined) throw together("task", "process");
  if ((variable === undefined) !== (value === undefined)) {
    throw variable === undefined ? together("value", "variable") : together("variable", "value");
  }
  return {
    ...status !== undefined && { status: String(status) },
    ...process !== undefined && { process: String(process) },
    ...task !== undefined && { task: String(task) },
    ...lane !== undefined && { lane: String(lane) },
    ...variable !== undefined &&
      { variable: { name: String(variable), value: scalar(String(value)) } },
  };
}

/** What a text of the query means as a value: a string of JSON is the text that it tells, else no text could be found that reads like a number. */
function scalar(text: string): unknown {
  if (/^".*"$/s.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  if (text === "true" || text === "false") return text === "true";
  const number = /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? Number(text) : NaN;
  return Number.isNaN(number) ? text : number;
}

interface ShowSpec extends Pick<Spec, "id" | "path" | "summary" | "responses" | "parameters"> {
  tell(detail: InstanceDetail, incoming: Incoming): Promise<Answer>;
}

/** What is told of an instance, under its tag. */
function showing(site: Site, { tell, parameters = [], ...spec }: ShowSpec): readonly Operation[] {
  return operation(site, {
    ...spec,
    method: "GET",
    action: "instances",
    parameters: [INSTANCE_ID, ...parameters, IF_NONE_MATCH],
    async run(incoming) {
      const detail = await site.gate.read(incoming.path.id ?? "", incoming);
      return await fresh(incoming, instanceTag(detail), () => tell(detail, incoming));
    },
  });
}
