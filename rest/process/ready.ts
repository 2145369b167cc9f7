/**
 * Making the operations of processes: what is the same for all of them.
 *
 * @module
 */
import type { Answer, Incoming, JsonSchema, Operation, Parameter } from "../operation.ts";
import { RestError } from "../error.ts";
import { precondition } from "../precondition.ts";
import { bodyOf, type Fields } from "./check.ts";
import { CHANGED, IF_MATCH } from "./declared.ts";
import type { ChangeOptions } from "./engine.ts";
import type { Gate } from "./gate.ts";
import { KEY, keyOf } from "./key.ts";
import type { ProcessAction } from "./may.ts";
import type { Outcome } from "./row.ts";
import { instanceTag } from "./told.ts";

/** Where processes are served, and from what. */
export interface Site {
  /** What stands before all operations. */
  readonly gate: Gate;
  /** Where the API is mounted, and where processes are in it: `/rest` and `/bpe`. */
  readonly base: string;
  readonly at: string;
  /** The most bytes of a file. */
  readonly maxFile: number;
}

/** What an operation says of itself. */
export interface Spec extends Pick<Operation, "id" | "method" | "path" | "summary" | "responses"> {
  readonly action: ProcessAction;
  readonly parameters?: readonly Parameter[];
  readonly body?: Operation["body"];
  run(incoming: Incoming): Promise<Answer>;
}

/** An operation of an action, which is asked for before it is run; none where it is not served. */
export function operation(site: Site, { action, run, ...spec }: Spec): readonly Operation[] {
  const { gate, at } = site;
  if (!gate.isServed(action)) return [];
  const { body, parameters = [], path, ...rest } = spec;
  return [{
    ...rest,
    path: `${at}${path}`,
    tag: "processes",
    parameters,
    ...(body !== undefined && { body }),
    guarded: gate.isGuarded(action),
    scopes: gate.scopesOf(action),
    async run(incoming) {
      await gate.granted(action, incoming);
      return await run(incoming);
    },
  }];
}

/** A body of JSON. */
export function takes(schema: JsonSchema, required = true): NonNullable<Operation["body"]> {
  return { content: { "application/json": schema }, required };
}

/** A change of an instance. */
export interface ChangeSpec extends Pick<Spec, "id" | "path" | "summary" | "action"> {
  readonly method?: "POST" | "PATCH";
  readonly parameters: readonly Parameter[];
  readonly schema: JsonSchema;
  /** Whether there must be a body; true unless told. */
  readonly required?: boolean;
  /** The id of the instance, looked at already. */
  instance(incoming: Incoming): Promise<string>;
  /** Carries it out. */
  change(
    id: string,
    body: Fields,
    options: ChangeOptions,
    incoming: Incoming,
  ): Promise<Outcome>;
}

/** An operation that changes an instance: once for its key, and only at the version that `If-Match` names. */
export function changing(site: Site, spec: ChangeSpec): readonly Operation[] {
  const { action, schema, required, parameters, method = "POST", ...rest } = spec, { gate } = site;
  return operation(site, {
    id: rest.id,
    path: rest.path,
    summary: rest.summary,
    method,
    action,
    parameters: [...parameters, IF_MATCH, KEY],
    body: takes(schema, required),
    responses: CHANGED,
    async run(incoming) {
      const body = await bodyOf(incoming, schema), by = await gate.by(incoming);
      const id = await spec.instance(incoming);
      const key = await keyOf(gate.engine, incoming, body, by);
      const version = await wanted(gate, id, incoming);
      const options = { by, ...key !== undefined && { key }, ...version };
      const outcome = await spec.change(id, body, options, incoming);
      if (!outcome.applied && !outcome.repeated && version !== undefined) throw changed();
      const { started } = await gate.engine.instance(id);
      return outcomeTold(id, started, outcome);
    },
  });
}

function outcomeTold(id: string, started: number, outcome: Outcome): Answer {
  const { status, version, repeated } = outcome;
  return {
    status: 200,
    version: instanceTag({ version, started }),
    value: { id, status, version, repeated },
  };
}

/** The version that a change must be of; undefined where any will do. */
async function wanted(
  { engine }: Gate,
  id: string,
  { request }: Incoming,
): Promise<{ readonly version: number } | undefined> {
  if (!request.headers.has("if-match") && !request.headers.has("if-none-match")) return undefined;
  const detail = await engine.instance(id);
  precondition(request, { version: instanceTag(detail) });
  return request.headers.has("if-match") ? { version: detail.version } : undefined;
}

function changed(): RestError {
  const detail = "it has changed since: read it again";
  return new RestError("precondition", `if-match does not hold: ${detail}`, {
    errors: [{ header: "if-match", code: "precondition", detail }],
  });
}
