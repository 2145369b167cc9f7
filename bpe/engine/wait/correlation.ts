/**
 * Correlation of messages by keys (BPMN 2.0.2, 8.4.2): which instance, and which of its events, a message is for.
 *
 * A key of a conversation is fixed by the first message sent or received; later ones must bear the same values. Keys belong to
 * the process, or to one run of a multi-instance sub-process. A process may also say by a subscription what its keys are.
 *
 * @module
 */
import { homeOf } from "../../state/data.ts";
import { type Node, NONE } from "../../definition/definition.ts";
import { json } from "../../state/json.ts";
import type { Element, Keys } from "../../state/state.ts";
import { evaluate } from "../run/evaluate.ts";
import { at, patch, type Run } from "../run/run.ts";

/** The name under which a vendor's single correlation key travels. */
const VENDOR_KEY = "correlationKey";

/** The keys a message must bear to be taken here: those already fixed. */
export function correlationOf(run: Run, owner: Element, node: Node, message: number): Keys {
  const keys = new Map<string, string>();
  for (const key of run.definition.collaboration.keys) {
    const name = key.name || key.id;
    const value = fixed(run, owner.id, name) ?? subscribed(run, owner, node, name);
    if (value !== undefined && carries(run, key.properties, message)) keys.set(name, value);
  }
  const vendor = run.definition.roots.messages[message]?.correlation ?? "";
  if (vendor !== "") {
    keys.set(VENDOR_KEY, text(evaluate(run, owner.id, { language: "", text: vendor })));
  }
  return Object.fromEntries(keys);
}

/** The keys of a message that is sent: read from what the sender sees and from the message; they are fixed for the sender. */
export function keysOf(run: Run, sender: Element, message: number, payload: Keys | object): Keys {
  const keys = new Map<string, string>();
  for (const key of run.definition.collaboration.keys) {
    if (!carries(run, key.properties, message)) continue;
    const values = key.properties.map((property) => {
      const { retrievals } = at(run.definition.roots.correlationProperties, property);
      const path = retrievals.find((each) => each.message === message)?.path;
      return path === undefined ? null : evaluate(run, sender.id, path, { ...payload });
    });
    if (values.every((value) => value !== null && value !== undefined)) {
      keys.set(key.name || key.id, text(values));
    }
  }
  return Object.fromEntries(keys);
}

/** Fixes keys that are not yet fixed. */
export function fix(run: Run, element: number, keys: Keys): void {
  const place = homeOf((id) => run.elements.get(id), element);
  if (place === undefined) return;
  const open = Object.entries(keys).filter(([name]) =>
    name !== VENDOR_KEY && fixed(run, element, name) === undefined
  );
  if (open.length > 0) {
    patch(run, place.id, { keys: { ...place.keys, ...Object.fromEntries(open) } });
  }
}

/** Whether a message with these keys is for somebody who wants those. */
export function matches(wanted: Keys | undefined, given: Keys | undefined): boolean {
  return Object.entries(wanted ?? {}).every(([name, value]) =>
    given !== undefined && Object.hasOwn(given, name) && given[name] === value
  );
}

/** The text two keys are compared by. */
function text(value: unknown): string {
  return typeof value === "string" ? value : json(value);
}

/** Whether every property of a key can be read from a message. */
function carries(run: Run, properties: readonly number[], message: number): boolean {
  return properties.length > 0 &&
    properties.every((property) =>
      run.definition.roots.correlationProperties[property]?.retrievals
        .some((each) => each.message === message)
    );
}

function fixed(run: Run, element: number, name: string): string | undefined {
  for (
    let each = run.elements.get(element);
    each !== undefined;
    each = run.elements.get(each.parent)
  ) {
    if (each.keys !== undefined && Object.hasOwn(each.keys, name)) return each.keys[name];
  }
  return undefined;
}

/** What a correlation subscription of the process says. */
function subscribed(run: Run, owner: Element, node: Node, name: string): string | undefined {
  const process = run.definition.processes[node.process];
  for (const { key, bindings } of process?.subscriptions ?? []) {
    const found = run.definition.collaboration.keys[key];
    if (key === NONE || found === undefined || (found.name || found.id) !== name) continue;
    const values = found.properties.map((property) => {
      const path = bindings.find((binding) => binding.property === property)?.path;
      return path === undefined ? null : evaluate(run, owner.id, path);
    });
    if (values.every((value) => value !== null && value !== undefined)) return text(values);
  }
  return undefined;
}
