/**
 * Moving a process: its action is asked, then one commit moves the token, with the documents, the executors and the history.
 *
 * @module
 */
import { type Flow, NONE } from "../../definition/definition.ts";
import type { Next } from "../../state/command.ts";
import type { Doc } from "../../state/documents.ts";
import { attempts } from "../attempt.ts";
import { docsChange, requester } from "../change.ts";
import { type Context, inBackground, type Snapshot, snapshot, withinTime } from "../context.ts";
import type { MoveRequest } from "../module.ts";
import type { Proc } from "../proc.ts";
import { flowView, taskRecord } from "../record.ts";
import { refuse } from "../refusal.ts";
import { type Reply, replyOf } from "../reply.ts";
import { type Choice, choose, route } from "./choose.ts";
import { completeOpen } from "./complete.ts";
import { executorsAfter, type Moved } from "./executors.ts";
import { type MoveOptions, stale } from "./options.ts";

/** Moves one token of a process that steps; of another, completes a task. */
export async function move(cx: Context, id: string, options: MoveOptions): Promise<Reply> {
  const action = options.edit === undefined ? "next" : "amend";
  await cx.runtime.permit({ do: action, instance: id }, { by: options.by });
  return await attempts(cx, id, () => attempt(cx, id, options));
}

/** One attempt; undefined where the process has changed meanwhile. */
async function attempt(
  cx: Context,
  id: string,
  options: MoveOptions,
): Promise<Reply | undefined> {
  const seen = await snapshot(cx, id), { proc } = seen;
  if (proc.status !== "active") return "Final";
  const docs = options.edit?.(proc.docs) ?? proc.docs;
  if (proc.threads === undefined) return await completeOpen(cx, seen, docs, options);
  if (proc.threads.flows.length === 0 && options.flow === undefined) {
    return await finish(cx, seen, docs, options);
  }
  const choice = choose(seen, options);
  if ("error" in choice) return await refuse(cx, id, choice.error, choice.what);
  const node = seen.definition.nodes[choice.flow.source];
  const source = node === undefined ? undefined : taskRecord(seen.definition, node);
  const edited: Proc = { ...proc, docs }, roles = source?.roles ?? [];
  const isAllowed = await withinTime(
    cx,
    id,
    "auth",
    () => seen.module.auth?.(roles, options.by, edited),
  );
  if (isAllowed === false) return await refuse(cx, id, "Access denied", source);
  return await act(cx, seen, { ...choice, edited }, options);
}

/** Asks the action, and does what it answers. */
async function act(
  cx: Context,
  seen: Snapshot,
  { flow, to, edited }: Choice & { readonly edited: Proc },
  options: MoveOptions,
): Promise<Reply | undefined> {
  const { definition, proc, module } = seen;
  const view = flowView(definition, to ?? flow);
  const request: MoveRequest = {
    kind: "request",
    source: view.source,
    target: view.target,
    flow: view,
    key: `${proc.id}/${proc.version}/${flow.id}`,
  };
  const result = await withinTime(cx, proc.id, "action", () => module.action?.(request, edited)) ??
    {};
  const after = { ...edited, docs: result.docs ?? edited.docs };
  const routed = route(definition, to ?? flow, result.reply);
  if (routed === "stay") return await stay(cx, seen, { result, after }, options);
  const over = routed ?? to;
  const arrived = over === undefined ? request : {
    ...request,
    flow: flowView(definition, over),
    target: definition.nodes[over.target]?.id ?? "",
  };
  return await commit(cx, seen, { flow, over, request: arrived, result, after }, options);
}

/** What has been decided about a token. */
interface Decision extends Moved {
  /** The flow on which it waits. */
  readonly flow: Flow;
  /** The flow over which it goes, if not its own. */
  readonly over: Flow | undefined;
}

/** Moves the token in one commit with everything that belongs to it. */
async function commit(
  cx: Context,
  seen: Snapshot,
  { flow, over, request, result, after }: Decision,
  options: MoveOptions,
): Promise<Reply | undefined> {
  const { proc, stored, module } = seen, { flows = [], pointer = 0 } = proc.threads ?? {};
  const meta = await executorsAfter(cx, seen, { request, result, after });
  const command: Next = {
    do: "next",
    version: proc.version,
    ...(options.flow === undefined && flow.id === flows[pointer] ? {} : { flow: flow.id }),
    ...(over === undefined ? {} : { to: request.target }),
    ...docsChange(proc.docs, after.docs),
  };
  const given = { ...requester(options.by), ...(meta === undefined ? {} : { meta }) };
  const done = await cx.runtime.command(proc.id, command, given);
  if (!done.applied) return stale(done.state, stored.state);
  if (module.moved !== undefined) {
    inBackground(cx, (async () => await module.moved?.(request, result, after))());
  }
  return replyOf(result.reply, request.target);
}

/** Nothing waits to be moved: the process ends, if it waits for nothing else. */
async function finish(
  cx: Context,
  { proc, stored, definition }: Snapshot,
  docs: readonly Doc[],
  { by }: MoveOptions,
): Promise<Reply | undefined> {
  const command: Next = {
    do: "next",
    version: proc.version,
    ...docsChange(proc.docs, docs),
  };
  const { applied, state } = await cx.runtime.command(proc.id, command, requester(by));
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
  { proc, stored }: Snapshot,
  { result: { reply }, after }: Pick<Moved, "result" | "after">,
  { by }: MoveOptions,
): Promise<Reply | undefined> {
  const change = docsChange(proc.docs, after.docs);
  if (change.docs === undefined) return { reply };
  const command = { do: "set", variables: {}, version: proc.version, ...change } as const;
  const { applied, state } = await cx.runtime.command(proc.id, command, requester(by));
  return applied ? { reply } : stale(state, stored.state);
}
