/**
 * Leases: until when a job belongs to the engine that took it.
 *
 * @module
 */
import { isRecord } from "../state/data.ts";
import type { Node } from "../definition/definition.ts";
import type { Expressions } from "../expression/expression.ts";
import type { HandlerOptions } from "./handler.ts";
import type { Host } from "../store/host.ts";
import { GRACE } from "../runtime/options.ts";

/** The handler of a topic; a script task without one is done by the engine's expressions. */
export function handlerOf(
  host: Host,
  topic: string,
  node: Node | undefined,
): HandlerOptions | undefined {
  return host.options.handlers.get(topic) ?? handlerFor(host.options.settings.expressions, node);
}

/** What does a script task whose script is an expression: its value is the result variable, or its fields are variables. */
export function handlerFor(
  expressions: Expressions,
  node: Node | undefined,
): HandlerOptions | undefined {
  const script = node?.kind === "scriptTask" ? node.activity?.script ?? null : null;
  if (script === null || !isExpression(script.language)) return undefined;
  const name = node?.vendor?.resultVariable ?? "";
  return {
    run: ({ variables }) => {
      const value = expressions.evaluate(script, variables);
      if (name !== "") return { [name]: value };
      return isRecord(value) ? value : {};
    },
  };
}

/** Until when a job taken now is this engine's; undefined where it has no handler, or too much to do. */
export function leaseOf(
  host: Host,
  topic: string,
  node: Node | undefined,
  time: number,
): number | undefined {
  const handler = handlerOf(host, topic, node);
  if (handler === undefined || host.closing || host.queue.size >= 16 * host.options.concurrency) {
    return undefined;
  }
  // The fraction of a millisecond tells the leases of two engines apart.
  return time + (handler.timeout ?? host.options.timeout) + GRACE + Math.random();
}

function isExpression(language: string): boolean {
  return language === "" || /feel/i.test(language);
}
