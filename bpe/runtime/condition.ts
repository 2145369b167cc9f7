/**
 * Conditional start events: a process starts where a condition holds over values that somebody brings (BPMN 2.0.2, 10.5.2).
 *
 * @module
 */
import type { Variables } from "../state/state.ts";
import { definitionOf, type Starts } from "../store/definitions.ts";
import type { Host } from "../store/host.ts";
import { now } from "../store/host.ts";
import { newId } from "../store/id.ts";
import { latestRow } from "../store/keys.ts";
import { begin } from "./start.ts";

/**
 * Starts every process whose conditional start event holds with these values, which become its variables.
 *
 * @returns the ids of the instances
 * @throws what the expressions throw: nothing is started by a condition that fails
 */
export async function startByCondition(host: Host, variables: Variables): Promise<string[]> {
  const started: string[] = [];
  for await (const { value } of host.kv.list<Starts>({ prefix: latestRow.prefix() })) {
    const { key, process, triggers } = value;
    const definition = await definitionOf(host, key);
    for (const { kind, node, definition: index } of triggers) {
      const place = definition.ids[node];
      const event = place?.table === "nodes"
        ? definition.nodes[place.index]?.event?.definitions[index]
        : undefined;
      if (kind !== "condition" || event?.kind !== "conditional") continue;
      const { expressions } = host.options.settings;
      if (expressions.evaluate(event.condition, variables, now(host)) !== true) continue;
      const instance = newId(now(host));
      await begin(host, { instance, definition: key, process, variables, trigger: { node } });
      started.push(instance);
    }
  }
  return started;
}
