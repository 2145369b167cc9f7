/**
 * Moving a process: its action is asked, then one commit moves the token, with the documents, the executors and the history.
 *
 * @module
 */
import { retry } from "../../../kvs/rows/commit.ts";
import type { Next } from "../../state/command.ts";
import { type Definition, type Flow, NONE } from "../../definition/definition.ts";
import { type Doc, type Splice, spliceOf } from "../../state/documents.ts";
import type { Variables } from "../../state/state.ts";
import { type Ask, by, changes, stale } from "./options.ts";
import { completeOpen } from "./complete.ts";
import { answered, type Context, later, type Look, look, refuse } from "../context.ts";
import type { ActionResult, MoveRequest } from "../module.ts";
import { META, metaOf, type Proc } from "../proc.ts";
import { flowView, taskRecord } from "../record.ts";
import { type Reply, replyOf } from "../reply.ts";

/** Moves one token of a process that steps; of another, completes a task. */
export async function move(cx: Context, id: string, ask: Ask): Promise<Reply> {
  const deed = ask.edit === undefined ? "next" : "amend";
  await cx.runtime.permit({ do: deed, instance: id }, { by: ask.identity });
  return await cx.lanes.run(id, () => retry(`process ${id}`, () => attempt(cx, id, ask)));
}

/** One attempt; undefined where the process has changed meanwhile. */
async function attempt(cx: Context, id: string, ask: Ask): Promise<Reply | undefined> {
  const seen = await look(cx, id), { proc, stored } = seen;
  if (proc.status !== "active") return "Final";
  const docs = ask.edit?.(proc.docs) ?? proc.docs;
  if (proc.threads === undefined) return await completeOpen(cx, seen, docs, ask);
  if (proc.threads.flows.length === 0 && ask.flow === undefined) {
    return await last(cx, seen, spliceOf(proc.docs, docs), ask);
  }
  const chosen = choose(seen, ask);
  if ("error" in chosen) return await refuse(cx, id, chosen.error, chosen.what);
  const { flow, to } = chosen;
  const view = flowView(seen.definition, to ?? flow);
  const node = seen.definition.nodes[flow.source];
  const source = node === undefined ? undefined : taskRecord(seen.definition, node);
  const edited: Proc = { ...proc, docs };
  const { module } = seen, roles = source?.roles ?? [];
  const may = await answered(cx, id, "auth", () => module.auth?.(roles, ask.identity, edited));
  if (may === false) {
    return await refuse(cx, id, "Access denied", source);
  }
  const request: MoveRequest = {
    kind: "request",
    source: view.source,
    target: view.target,
    flow: view,
    key: `${id}/${proc.version}/${flow.id}`,
  };
  const result = await answered(cx, id, "action", () => module.action?.(request, edited)) ?? {};
  const routed = route(seen.definition, to ?? flow, result.reply);
  const after = { ...edited, docs: result.docs ?? docs };
  if (routed === "stay") return await stay(cx, seen, after.docs, result, ask);
  const target = routed ?? to;
  const arrived = target === undefined ? request : {
    ...request,
    flow: flowView(seen.definition, target),
    target: seen.definition.nodes[target.target]?.id ?? "",
  };
  const variables = await worked(cx, seen, arrived, result, after);
  const command: Next = {
    do: "next",
    version: proc.version,
    ...(ask.flow === undefined && chosen.flow.id === proc.threads.flows[proc.threads.pointer]
      ? {}
      : { flow: flow.id }),
    ...(target === undefined ? {} : { to: arrived.target }),
    ...changes(proc.docs, after.docs),
    ...(variables === undefined ? {} : { variables }),
  };
  const done = await cx.runtime.command(id, command, by(ask.identity));
  if (!done.applied) return stale(done.state, stored.state);
  if (module.moved !== undefined) {
    later(cx, (async () => await module.moved?.(arrived, result, after))());
  }
  return replyOf(result.reply, arrived.target);
}

/** Nothing waits to be moved: the process ends, if it waits for nothing else. */
async function last(
  cx: Context,
  { proc, stored, definition }: Look,
  docs: Splice | undefined,
  { identity }: Ask,
): Promise<Reply | undefined> {
  const command: Next = {
    do: "next",
    version: proc.version,
    ...(docs === undefined ? {} : { docs }),
  };
  const { applied, state } = await cx.runtime.command(proc.id, command, by(identity));
  if (!applied && state.version !== stored.state.version) return undefined;
  if (state.status !== "active") return "Final";
  const waits = [
    ...state.waits.map(({ node }) => node),
    ...state.elements.filter(({ scope, phase }) => scope === NONE && phase !== "leaving")
      .map(({ node }) => node)
      .filter((node) => definition.nodes[node]?.kind === "callActivity"),
  ];
  if (waits.length === 0) return "Final";
  const nodes = [...new Set(waits)].map((node) => definition.nodes[node]?.id ?? "");
  return { error: "Nothing to move", what: nodes };
}

/** The action lets the token wait where it is; what it did to the documents is kept. */
async function stay(
  cx: Context,
  { proc, stored }: Look,
  docs: readonly Doc[],
  { reply }: ActionResult,
  { identity }: Ask,
): Promise<Reply | undefined> {
  const change = changes(proc.docs, docs);
  if (change.docs === undefined) return { reply };
  const command = { do: "set", variables: {}, version: proc.version, ...change } as const;
  const { applied, state } = await cx.runtime.command(proc.id, command, by(identity));
  return applied ? { reply } : stale(state, stored.state);
}

/** Which thread is asked for, and where its token shall go, if not along its flow. */
function choose(
  { proc, definition }: Look,
  { flow, task }: Ask,
): { readonly flow: Flow; readonly to?: Flow } | {
  readonly error: string;
  readonly what: unknown;
} {
  const { flows = [], pointer = 0 } = proc.threads ?? {};
  const named = (id: string | undefined) => definition.flows.find((each) => each.id === id);
  if (flow !== undefined) {
    const known = named(flow);
    if (known === undefined) return { error: "No such sequenceFlow", what: flow };
    return flows.includes(flow)
      ? { flow: known }
      : { error: "Unavailable flow", what: flowView(definition, known) };
  }
  const turn = named(flows[pointer]);
  if (turn === undefined) return { error: "No such sequenceFlow", what: flows[pointer] ?? "" };
  if (task === undefined) return { flow: turn };
  const leading = flows.map(named).find((each) => nodeId(definition, each?.target) === task);
  if (leading !== undefined) return { flow: leading };
  const other = toward(definition, turn, task);
  if (other !== undefined) return { flow: turn, to: other };
  return { error: "Denied flow", what: nodeId(definition, turn.source) };
}

/** Where an action's answer sends the token: over another flow of its source, nowhere, or, undefined, along its flow. */
function route(definition: Definition, flow: Flow, reply: unknown): Flow | "stay" | undefined {
  if (typeof reply !== "string") return undefined;
  const found = toward(definition, flow, reply);
  if (found !== undefined) return found;
  return reply === nodeId(definition, flow.source) ? "stay" : undefined;
}

/** Another flow of the node that a flow comes from. All flows of a gateway that splits get their tokens: none is for another. */
function toward(definition: Definition, { source }: Flow, target: string): Flow | undefined {
  const gateway = definition.nodes[source]?.gateway ?? null;
  if (gateway !== null && definition.nodes[source]?.kind !== "exclusiveGateway") return undefined;
  return definition.nodes[source]?.outgoing.map((index) => definition.flows[index])
    .find((each) => nodeId(definition, each?.target) === target);
}

function nodeId(definition: Definition, node: number | undefined): string | undefined {
  return definition.nodes[node ?? NONE]?.id;
}

/** What a move makes of the executors; undefined where it makes nothing. */
async function worked(
  cx: Context,
  { proc, stored, module }: Look,
  request: MoveRequest,
  { executed = [] }: ActionResult,
  after: Proc,
): Promise<Variables | undefined> {
  if (executed.length === 0 && module.executors === undefined) return undefined;
  const time = cx.clock.now();
  const executors =
    await answered(cx, proc.id, "executors", () => module.executors?.(request, after)) ?? [];
  if (executors.length + proc.executors.length + executed.length === 0) return undefined;
  const { executed: _, ...meta } = metaOf(stored.state, proc.process);
  return {
    [META]: {
      ...meta,
      executors: executors.map((each) => ({ ...each, received: each.received ?? time })),
      ...(executed.length === 0
        ? {}
        : { executed: Object.fromEntries(executed.map((id) => [id, time])) }),
    },
  };
}
