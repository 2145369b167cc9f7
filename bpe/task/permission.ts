/**
 * What a command is about, for who decides whether it may be given.
 *
 * @module
 */
import type { Command } from "../state/command.ts";
import type { Loaded } from "../store/host.ts";
import type { Deed } from "./identity.ts";
import { lanesOf } from "./lane.ts";

/** The deed of a command on an instance: its node is that of the element or incident, else the process. */
export function deedOf(command: Command, { stored: { id, state }, definition }: Loaded): Deed {
  const element = command.do === "resolve"
    ? state.incidents.find((each) => each.id === command.incident)?.node
    : "element" in command
    ? state.elements.find((each) => each.id === command.element)?.node
    : undefined;
  const node = definition.nodes[element ?? -1];
  return {
    do: "command",
    command: command.do,
    instance: id,
    node: node?.id ?? definition.processes[state.process]?.id ?? "",
    roles: node === undefined ? [] : lanesOf(definition, definition.lanes[node.lane]),
  };
}
