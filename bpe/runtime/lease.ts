/**
 * Leases: until when a job belongs to the engine that took it.
 *
 * @module
 */
import type { Node } from "../definition.ts";
import type { HandlerOptions } from "./handler.ts";
import type { Host } from "./host.ts";
import { GRACE } from "./options.ts";

/** The handler of a topic; a script task without one is done by the engine's expressions. */
export function handlerOf(
  host: Host,
  topic: string,
  node: Node | undefined,
): HandlerOptions | undefined {
  const found = host.options.handlers.get(topic);
  if (found !== undefined || node?.kind !== "scriptTask") return found;
  const script = node.activity?.script;
  if (script === null || script === undefined || !isExpression(script.language)) return undefined;
  return {
    run: ({ variables }) => {
      const value = host.options.settings.expressions.evaluate(script, variables);
      const name = node.vendor?.resultVariable ?? "";
      if (name !== "") return { [name]: value };
      return isFields(value) ? value : {};
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
  if (handler === undefined || host.queue.size >= 16 * host.options.concurrency) return undefined;
  return time + (handler.timeout ?? host.options.timeout) + GRACE;
}

function isExpression(language: string): boolean {
  return language === "" || /feel/i.test(language);
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
