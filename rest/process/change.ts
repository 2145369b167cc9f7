/**
 * The operations that start, change and end instances.
 *
 * @module
 */
import type { Incoming, Operation, Parameter } from "../operation.ts";
import { RestError } from "../error.ts";
import { precondition } from "../precondition.ts";
import { bodyOf, fieldsOf, numberOf, restoredValues, textOf, textsOf } from "./check.ts";
import {
  ANY,
  IF_MATCH,
  inPath,
  INSTANCE,
  INSTANCE_ID,
  NAME,
  NAMES,
  object,
  VALUES,
} from "./declared.ts";
import type { InstanceCommand } from "./engine.ts";
import { missing } from "./gate.ts";
import { KEY, keyOf } from "./key.ts";
import type { ProcessAction } from "./may.ts";
import { type ChangeSpec, changing, operation, type Site, takes } from "./ready.ts";
import { instanceTag, told } from "./told.ts";

/** An element of an instance. */
const NUMBER = { type: "integer", minimum: 0 } as const;
const START = object({
  process: NAME,
  variables: VALUES,
  documents: { type: "array", items: ANY, maxItems: 1_000 },
}, ["process"]);
const MESSAGE = object({ name: NAME, payload: ANY, keys: NAMES }, ["name"]);

/** Those that start, change and end. */
export function changeOperations(site: Site): readonly Operation[] {
  const { engine } = site.gate;
  return [
    ...starting(site),
    ...commanding(site, {
      id: "setVariables",
      method: "PATCH",
      path: "/instances/{id}/variables",
      summary: "Sets variables of an instance; others stay as they are",
      action: "set",
      parameters: [INSTANCE_ID, {
        name: "element",
        in: "query",
        description: "in the view of this element; in that of the process unless told",
        schema: NUMBER,
      }],
      schema: VALUES,
      async command(body, { query }, id) {
        const element = query.element === undefined ? undefined : Number(query.element);
        const known = await engine.variables(id, element);
        if (known === undefined) throw missing("element", `${id}/${element}`);
        const variables = restoredValues(body, known);
        return { do: "set", variables, ...element !== undefined && { element } };
      },
    }),
    ...changing(site, {
      id: "addDocuments",
      path: "/instances/{id}/documents",
      summary: "Adds documents to an instance, in front of those that are there",
      action: "set",
      parameters: [INSTANCE_ID],
      schema: object({ documents: { type: "array", items: ANY, maxItems: 1_000 } }),
      instance: named(site, "set"),
      change: (id, { documents }, options) =>
        engine.addDocuments(id, Array.isArray(documents) ? documents : [], options),
    }),
    ...commanding(site, {
      id: "cancelInstance",
      path: "/instances/{id}/cancel",
      summary: "Ends an instance, or one element of it with all that is inside",
      action: "cancel",
      parameters: [INSTANCE_ID],
      schema: object({ element: NUMBER }, []),
      required: false,
      command(body) {
        const element = numberOf(body, "element");
        return { do: "cancel", ...element !== undefined && { element } };
      },
    }),
    ...commanding(site, {
      id: "activate",
      path: "/instances/{id}/activate",
      summary: "Chooses an activity of an ad-hoc sub-process; without one that ends",
      action: "activate",
      parameters: [INSTANCE_ID],
      schema: object({ element: NUMBER, node: NAME }, ["element"]),
      command(body) {
        const node = textOf(body, "node");
        const element = numberOf(body, "element") ?? -1;
        return { do: "activate", element, ...node !== undefined && { node } };
      },
    }),
    ...commanding(site, {
      id: "retryIncident",
      path: "/instances/{id}/incidents/{incident}/retry",
      summary: "Has what failed tried again, with values that help",
      action: "resolve",
      parameters: [INSTANCE_ID, inPath("incident", "the number of the incident")],
      schema: object({ variables: VALUES }, []),
      required: false,
      command(body, { path }) {
        if (!/^\d{1,15}$/.test(path.incident ?? "")) throw missing("incident", path.incident ?? "");
        const variables = fieldsOf(body, "variables");
        const incident = Number(path.incident);
        return { do: "resolve", incident, ...variables !== undefined && { variables } };
      },
    }),
    ...commanding(site, {
      id: "sendMessage",
      path: "/instances/{id}/messages",
      summary: "Gives an instance a message that it waits for",
      action: "publish",
      parameters: [INSTANCE_ID],
      schema: MESSAGE,
      command(body) {
        const name = textOf(body, "name") ?? "", keys = textsOf(body, "keys");
        const payload = Object.hasOwn(body, "payload") && { payload: body.payload };
        return { do: "message", name, ...payload, ...keys !== undefined && { keys } };
      },
      unapplied: "it waits for no such message",
    }),
    ...migrating(site),
    ...erasing(site),
  ];
}

function starting(site: Site): readonly Operation[] {
  const { gate, base, at } = site, { engine } = gate;
  return operation(site, {
    id: "startInstance",
    method: "POST",
    path: "/instances",
    summary: "Starts an instance of a process (its latest version) or of one version",
    action: "start",
    parameters: [KEY],
    body: takes(START),
    responses: {
      201: {
        description: "it is started",
        headers: {
          etag: { description: "the version of the instance", schema: { type: "string" } },
          location: { description: "the address of the instance", schema: { type: "string" } },
        },
        content: { "application/json": INSTANCE },
      },
    },
    async run(incoming) {
      const body = await bodyOf(incoming, START), by = await gate.by(incoming);
      const { key: version } = await gate.version(textOf(body, "process") ?? "", "start", incoming);
      const key = await keyOf(engine, incoming, body, by);
      const variables = fieldsOf(body, "variables"), { documents } = body;
      const id = await engine.start(version, {
        by,
        ...key !== undefined && { id: key },
        ...variables !== undefined && { variables },
        ...Array.isArray(documents) && { documents },
      });
      const detail = await engine.instance(id), { incidents } = detail;
      const { process, definition, status, started, ended } = detail;
      const row = { id, process, definition, status, started, incidents: incidents.length };
      return {
        status: 201,
        version: instanceTag(detail),
        headers: { location: `${base}${at}/instances/${encodeURIComponent(id)}` },
        value: told({ ...row, ...ended !== undefined && { ended } }),
      };
    },
  });
}

/** An instance that the address names, of those that an action is for. */
function named({ gate }: Site, action: ProcessAction): ChangeSpec["instance"] {
  return async (incoming) => (await gate.instance(incoming.path.id ?? "", action, incoming)).id;
}

interface CommandSpec extends Omit<ChangeSpec, "instance" | "change"> {
  readonly parameters: readonly Parameter[];
  /** Why a command that changed nothing was in vain; it is no fault unless told. */
  readonly unapplied?: string;
  command(
    body: Parameters<ChangeSpec["change"]>[1],
    incoming: Incoming,
    id: string,
  ): InstanceCommand | Promise<InstanceCommand>;
}

function commanding(
  site: Site,
  { command, unapplied, ...spec }: CommandSpec,
): readonly Operation[] {
  return changing(site, {
    ...spec,
    instance: named(site, spec.action),
    async change(id, body, options, incoming) {
      const asked = await command(body, incoming, id);
      const outcome = await site.gate.engine.command(id, asked, options);
      const { applied, repeated } = outcome, isVain = !applied && !repeated;
      if (!isVain || unapplied === undefined || options.version !== undefined) return outcome;
      throw new RestError("conflict", `nothing was changed: ${unapplied}`);
    },
  });
}

function migrating(site: Site): readonly Operation[] {
  const { gate } = site, schema = object({ version: NAME, renamed: NAMES }, ["version"]);
  return operation(site, {
    id: "migrateInstance",
    method: "POST",
    path: "/instances/{id}/migrate",
    summary: "Moves an instance to another version, where all that it holds has a place",
    action: "migrate",
    parameters: [INSTANCE_ID, IF_MATCH],
    body: takes(schema),
    responses: { 204: { description: "it is there" } },
    async run(incoming) {
      const body = await bodyOf(incoming, schema), by = await gate.by(incoming);
      const detail = await gate.instance(incoming.path.id ?? "", "migrate", incoming),
        { id } = detail;
      const { key } = await gate.version(textOf(body, "version") ?? "", "migrate", incoming);
      precondition(incoming.request, { version: instanceTag(detail) });
      const renamed = textsOf(body, "renamed");
      await gate.engine.migrate(id, key, { by, ...renamed !== undefined && { renamed } });
      return { status: 204 };
    },
  });
}

function erasing(site: Site): readonly Operation[] {
  return operation(site, {
    id: "eraseInstance",
    method: "DELETE",
    path: "/instances/{id}",
    summary: "Erases an instance that has ended, with its history",
    action: "erase",
    parameters: [INSTANCE_ID, IF_MATCH],
    responses: { 204: { description: "it is gone" } },
    async run(incoming) {
      const detail = await site.gate.instance(incoming.path.id ?? "", "erase", incoming);
      precondition(incoming.request, { version: instanceTag(detail) });
      await site.gate.engine.erase(detail.id);
      return { status: 204 };
    },
  });
}
