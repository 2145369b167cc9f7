/**
 * Event definitions, expressions and shared root elements made in code.
 *
 * @module
 */
import type { On } from "./builders.ts";
import { add, type Draft, draft } from "./element.ts";
import type { Expression } from "../definition/definition.ts";
import { NAMESPACE } from "../xml/element.ts";

const CODES: Readonly<Record<string, string>> = {
  error: "errorCode",
  escalation: "escalationCode",
};

/** Messages, signals, errors and escalations, one element for each name or code. */
export class Shared {
  readonly #root: Draft;
  readonly #ids = new Map<string, string>();

  /** They become children of `root`. */
  constructor(root: Draft) {
    this.#root = root;
  }

  /** The id of the element with this tag and name or code, as `message_1`; made when first asked for. */
  id(tag: string, name: string): string {
    const key = `${tag} ${name}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const count = [...this.#ids.keys()].filter((one) => one.startsWith(`${tag} `)).length;
    const id = `${tag}_${count + 1}`;
    this.#ids.set(key, id);
    const code = CODES[tag];
    add(this.#root, draft(tag, { id, name, ...(code === undefined ? {} : { [code]: name }) }));
    return id;
  }
}

/** A formal expression as a child with this tag; nothing for undefined. */
export function expression(
  parent: Draft,
  tag: string,
  value: string | Expression | undefined,
): void {
  if (value === undefined) return;
  const { language, text } = typeof value === "string" ? { language: "", text: value } : value;
  const element = add(parent, draft(tag, { language: language || undefined }, text));
  element.foreign[`{${NAMESPACE.xsi}}type`] = "tFormalExpression";
}

/** The event definitions that `on` stands for. */
export function definitionElements(event: Draft, on: On | readonly On[], shared: Shared): void {
  for (const one of isList(on) ? on : [on]) definition(event, one, shared);
}

function isList(on: On | readonly On[]): on is readonly On[] {
  return Array.isArray(on);
}

function definition(event: Draft, on: On, shared: Shared): void {
  const make = (tag: string, attributes: Record<string, string> = {}) =>
    add(event, draft(`${tag}EventDefinition`, attributes));
  if ("message" in on) make("message", { messageRef: shared.id("message", on.message) });
  else if ("signal" in on) make("signal", { signalRef: shared.id("signal", on.signal) });
  else if ("error" in on) make("error", { errorRef: shared.id("error", on.error) });
  else if ("escalation" in on) {
    make("escalation", { escalationRef: shared.id("escalation", on.escalation) });
  } else if ("date" in on) expression(make("timer"), "timeDate", on.date);
  else if ("duration" in on) expression(make("timer"), "timeDuration", on.duration);
  else if ("cycle" in on) expression(make("timer"), "timeCycle", on.cycle);
  else if ("condition" in on) expression(make("conditional"), "condition", on.condition);
  else if ("link" in on) make("link", { name: on.link });
  else if ("compensation" in on) {
    make("compensate", on.compensation === "" ? {} : { activityRef: on.compensation });
  } else make("cancel" in on ? "cancel" : "terminate");
}
