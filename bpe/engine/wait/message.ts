/**
 * Messages and signals that leave an instance.
 *
 * @module
 */
import { isRecord, variableOf } from "../../state/data.ts";
import type { Node } from "../../definition/definition.ts";
import type { Element, Variables } from "../../state/state.ts";
import { fix, keysOf } from "./correlation.ts";
import { headOf } from "../data/variables.ts";
import { emit, keyOf, later, type Run } from "../run/run.ts";
import { nameFor } from "./name.ts";
import { messageOf } from "./work.ts";

/** Sends the message of a send task. */
export function sendMessage(run: Run, element: Element, node: Node): void {
  message(run, element, node, messageOf(run, node), 0);
}

/** Puts a message in the outbox and fixes the keys of its conversation. */
export function message(run: Run, element: Element, node: Node, index: number, nth: number): void {
  const payload = contentOf(run, element, node);
  const keys = keysOf(run, element, index, payload);
  const found = run.definition.roots.messages[index];
  fix(run, element.id, keys);
  emit(run, {
    kind: "message",
    key: keyOf(run, element.id, nth),
    element: element.id,
    node: node.index,
    name: nameFor(run, element.id, found, node),
    payload,
    keys,
  });
}

/** Broadcasts a signal: who waits for it in this instance hears it now, the others by the outbox. */
export function signal(run: Run, element: Element, node: Node, index: number, nth: number): void {
  const found = run.definition.roots.signals[index];
  const name = nameFor(run, element.id, found, node);
  const payload = contentOf(run, element, node);
  emit(run, {
    kind: "signal",
    key: keyOf(run, element.id, nth),
    element: element.id,
    name,
    payload,
  });
  hear(run, name, payload);
}

/** Ends the waits for a signal, once the token that threw it has come to rest; tells whether there were any. */
export function hear(run: Run, name: string, payload: unknown): boolean {
  const heard = run.waits.values().filter((wait) => wait.kind === "signal" && wait.name === name)
    .toArray();
  for (const wait of heard) later(run, { do: "occur", wait: wait.id, ...carrying(payload) });
  return heard.length > 0;
}

/** The payload of an action, which may be kept: no field where there is none. */
export function carrying(payload: unknown): { readonly payload?: unknown } {
  return payload === undefined ? {} : { payload };
}

/** What a message or signal carries: the inputs of the element that sends it. */
function contentOf(run: Run, element: Element, node: Node): Variables {
  const own = run.elements.get(element.id)?.variables ?? {};
  const inputs = (node.io?.inputs ?? []).map((item) => variableOf(run.definition, item));
  const names = [...inputs, ...(node.vendor?.inputs ?? []).map(({ target }) => headOf(target))];
  const values = Object.fromEntries(
    names.filter((name) => Object.hasOwn(own, name)).map((name) => [name, own[name]]),
  );
  const [only] = inputs;
  const value = only === undefined ? undefined : values[only];
  return names.length === 1 && isRecord(value) ? value : values;
}
