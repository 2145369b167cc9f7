/**
 * Conditional start events: a process starts where a condition holds over values that somebody brings (BPMN 2.0.2, 10.5.2).
 *
 * @module
 */
import { timeId } from "../../base/mod.ts";
import type { Variables } from "../state/state.ts";
import { definitionOf } from "../store/definitions.ts";
import { type Host, now } from "../store/host.ts";
import { latestRow } from "../store/keys.ts";
import type { LatestVersion } from "../store/row/version.ts";

/**
 * Starts every process whose conditional start event holds with these values, which become its variables.
 *
 * @returns the ids of the instances
 * @throws what the expressions throw: nothing is started by a condition that fails
 */
export async function startByCondition(host: Host, variables: Variables): Promise<string[]> {
  const started: string[] = [];
  for await (const { value } of host.kv.list<LatestVersion>({ prefix: latestRow.prefix() })) {
    const { key, process, triggers } = value;
    const definition = await definitionOf(host, key);
    for (const { kind, node, definition: index } of triggers) {
      const place = definition.ids[node];
      const event = place?.table === "nodes"
        ? definition.nodes[place.index]?.event?.definitions[index]
        : undefined;
      if (kind !== "condition" || event?.kind !== "conditional") continue;
      const { expressions } = host.settings;
      if (expressions.evaluate(event.condition, variables, now(host), {}) !== true) continue;
      const instance = timeId(now(host));
      await host.start({ instance, definition: key, process, variables, trigger: { node } });
      started.push(instance);
    }
  }
  return started;
}
