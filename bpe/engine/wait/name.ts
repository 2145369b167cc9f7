/**
 * Names and codes that are written as expressions, as Camunda 8 has them: `="order-" + id`.
 *
 * @module
 */
import type { EventDefinition, Node } from "../../definition/definition.ts";
import type { Vendor } from "../../definition/vendor.ts";
import { isMarked } from "../../expression/marked.ts";
import { json } from "../../state/json.ts";
import { evaluate, failure } from "../run/evaluate.ts";
import type { Run } from "../run/run.ts";
import { codeOf } from "./handler.ts";

/**
 * A text that stands for itself, or what it gives where it is marked as an expression.
 *
 * @throws {BpeError} `expression` where that is no text
 */
export function computed(run: Run, element: number, text: string, what: string): string {
  if (!isMarked(text)) return text;
  const value = evaluate(run, element, { language: "", text });
  if (typeof value === "string" && value !== "") return value;
  const message = `has the ${what} ${text}, which gives ${json(value ?? null)}: it gives a text`;
  throw failure("expression", { run, element }, message);
}

/** What a message or signal is called here: by its name, else its id, else the name of its node. */
export function nameFor(
  run: Run,
  element: number,
  found: { readonly id: string; readonly name: string } | undefined,
  node: Node,
): string {
  if (found !== undefined && found.name !== "") return computed(run, element, found.name, "name");
  return found?.id || node.name;
}

/** The code of an error or escalation that is thrown; "" where none is given. */
export function thrownCode(run: Run, element: number, definition: EventDefinition): string {
  return computed(run, element, codeOf(run, definition) ?? "", "code");
}

/** Whether the topic of a job is computed: a type of Camunda 8, or a topic of 7. The name of a class or delegate stands for itself. */
export function isComputedTopic({ topic, attributes }: Vendor): boolean {
  return /^\s*=/.test(topic) || isMarked(topic) &&
      Object.entries(attributes).some(([name, value]) =>
        name.endsWith("}topic") && value === topic
      );
}
