/**
 * Joins that depend on what can still arrive: the inclusive gateway (BPMN 2.0.2, 13.4.3, Table 13.3) and the complex gateway
 * (13.4.5, Table 13.5). They are looked at when nothing else moves.
 *
 * An inclusive gateway with a token waits as long as some other token in its scope could come to an incoming flow that has
 * none, by a path that does not visit the gateway, and could not come to one that has a token. A token in an activity may go
 * on from the activity and from its boundary events; a link is a path.
 *
 * @module
 */
import { type Definition, type Node, NONE } from "../../definition/definition.ts";
import type { Element } from "../../state/state.ts";
import { holding } from "./choose.ts";
import { consume, enter, send } from "./flow.ts";
import { children, incidentsOf } from "../run/live.ts";
import { filledFlows, tokensOn } from "../run/tokens.ts";
import { holds } from "../run/evaluate.ts";
import { add, at, note, push, remove, type Run } from "../run/run.ts";
import { upstream } from "./upstream.ts";

/**
 * Finds a join in a scope that can fire and asks for it; tells whether there was one. Others of that scope may have to wait for
 * its token, and are looked at again afterwards.
 */
export function findJoin(run: Run, scope: number): boolean {
  if (!hasJoins(run.definition)) return false;
  for (const element of children(run, scope)) {
    if (element.taken === undefined || element.scope !== NONE) continue;
    const node = at(run.definition.nodes, element.node);
    if (expects(run, scope, node, element.taken)) continue;
    if (ask(run, element.node, scope)) return true;
  }
  for (const flow of filledFlows(run, scope)) {
    const node = at(run.definition.nodes, at(run.definition.flows, flow).target);
    const fires = node.kind === "inclusiveGateway"
      ? !expects(run, scope, node, [])
      : node.kind === "complexGateway" && fresh(run, node, scope);
    if (fires && ask(run, node.index, scope)) return true;
  }
  return false;
}

const JOINS = new WeakMap<Definition, boolean>();

/** Whether a definition has gateways of these kinds: most have none, and nothing is to be looked for. */
function hasJoins(definition: Definition): boolean {
  const known = JOINS.get(definition);
  if (known !== undefined) return known;
  const has = definition.nodes.some(({ kind }) =>
    kind === "inclusiveGateway" || kind === "complexGateway"
  );
  JOINS.set(definition, has);
  return has;
}

/** Whether a complex gateway that has not started has another number of tokens than when its condition was last asked. */
function fresh(run: Run, node: Node, scope: number): boolean {
  const key = `${node.index}/${scope}/${countOf(run, node, scope)}`;
  if (run.asked?.has(key) || started(run, node, scope) !== undefined) return false;
  run.asked ??= new Set();
  run.asked.add(key);
  return true;
}

/** Fires a join. */
export function join(run: Run, node: Node, scope: number): void {
  const filled = node.incoming.filter((flow) => tokensOn(run, flow, scope) > 0);
  if (node.kind !== "complexGateway") {
    consume(run, filled, scope);
    enter(run, node, scope);
    return;
  }
  const gateway = started(run, node, scope);
  if (gateway !== undefined) reset(run, node, gateway, filled);
  else if (activated(run, node, scope)) start(run, node, scope, filled);
}

function ask(run: Run, node: number, scope: number): boolean {
  const known = incidentsOf(run, scope).some(({ action }) =>
    action?.do === "join" && action.node === node && action.at === scope
  );
  if (!known) push(run, { do: "join", node, at: scope });
  return !known;
}

/** The first phase: one token from each flow that has one goes on over the flows whose condition holds. */
function start(run: Run, node: Node, scope: number, filled: readonly number[]): void {
  const gateway = add(run, {
    node: node.index,
    parent: scope,
    scope: NONE,
    phase: "active",
    taken: filled,
  });
  const flows = node.outgoing.map((index) => at(run.definition.flows, index));
  const next = holding(run, gateway, flows, { more: { waitingForStart: true } });
  consume(run, filled, scope);
  send(run, gateway, next, 1);
}

/**
 * The second phase, when no other token is expected: the late tokens are taken. Only flows whose condition says so get a token
 * now, and there may be none.
 */
function reset(run: Run, node: Node, gateway: Element, filled: readonly number[]): void {
  const late = filled.filter((flow) => !gateway.taken?.includes(flow));
  const flows = node.outgoing.map((index) => at(run.definition.flows, index))
    .filter(({ condition }) =>
      late.length > 0 && condition !== null &&
      holds(run, gateway.id, condition, { waitingForStart: false })
    );
  consume(run, late, gateway.parent);
  note(run, "completed", gateway);
  remove(run, gateway);
  send(run, gateway, flows, 1);
}

function started(run: Run, node: Node, scope: number): Element | undefined {
  return children(run, scope).find((each) => each.node === node.index && each.taken !== undefined);
}

/** Whether the activation condition of a complex gateway holds; without one, a token on every flow is needed. */
function activated(run: Run, node: Node, scope: number): boolean {
  const activation = node.gateway?.activation ?? null;
  if (activation === null) return node.incoming.every((flow) => tokensOn(run, flow, scope) > 0);
  return holds(run, scope, activation, {
    activationCount: countOf(run, node, scope),
    waitingForStart: true,
  });
}

function countOf(run: Run, node: Node, scope: number): number {
  return node.incoming.reduce((sum, flow) => sum + tokensOn(run, flow, scope), 0);
}

/** Whether a token that can still come is worth waiting for. */
function expects(run: Run, scope: number, gateway: Node, taken: readonly number[]): boolean {
  const has = (flow: number) => taken.includes(flow) || tokensOn(run, flow, scope) > 0;
  const empty = gateway.incoming.filter((flow) => !has(flow));
  if (empty.length === 0) return false;
  const toEmpty = upstream(run.definition, gateway, empty);
  const toFilled = upstream(run.definition, gateway, gateway.incoming.filter(has));
  const onFlow = filledFlows(run, scope)
    .some((flow) => toEmpty.flows.has(flow) && !toFilled.flows.has(flow));
  const inThread =
    run.threads?.list.some(({ flow, at }) =>
      at === scope && toEmpty.flows.has(flow) && !toFilled.flows.has(flow)
    ) ?? false;
  return onFlow || inThread ||
    children(run, scope).some(({ node }) => toEmpty.nodes.has(node) && !toFilled.nodes.has(node));
}
