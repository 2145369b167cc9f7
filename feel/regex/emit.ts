/**
 * The parts of a pattern to the states of a program.
 *
 * @module
 */
import { STATES } from "../limits.ts";
import type { Node } from "./pattern.ts";
import { type State, tooLarge } from "./program.ts";

/**
 * Puts the states of a part behind those that are there. `multiple`: `^` and `$` hold at every line (flag `m`).
 *
 * @throws {FeelError} `limit` for too many states.
 */
export function emit(states: State[], node: Node, multiple: boolean): void {
  if (states.length > STATES) throw tooLarge();
  switch (node.is) {
    case "char":
      states.push(node);
      return;
    case "line":
      states.push({ is: "line", end: node.end, multiple });
      return;
    case "all":
      for (const part of node.parts) emit(states, part, multiple);
      return;
    case "group":
      states.push({ is: "save", slot: node.index * 2 });
      emit(states, node.of, multiple);
      states.push({ is: "save", slot: node.index * 2 + 1 });
      return;
    case "any":
      return emitChoices(states, node.choices, multiple);
    case "repeat":
      return emitRepeat(states, node, multiple);
  }
}

/** Splits to every choice; behind each, a jump to the common end. */
function emitChoices(states: State[], nodes: readonly Node[], multiple: boolean): void {
  const jumps: number[] = [];
  for (const [index, node] of nodes.entries()) {
    const last = index === nodes.length - 1;
    const split = states.length;
    if (!last) states.push({ is: "match" });
    emit(states, node, multiple);
    if (last) break;
    jumps.push(states.length);
    states.push({ is: "match" });
    states[split] = { is: "split", first: split + 1, second: states.length };
  }
  for (const at of jumps) states[at] = { is: "split", first: states.length, second: states.length };
}

function emitRepeat(
  states: State[],
  { of, least, most, lazy }: Node & { readonly is: "repeat" },
  multiple: boolean,
): void {
  for (let count = 0; count < least; count++) emit(states, of, multiple);
  const branch = (at: number, into: number, past: number) => {
    states[at] = lazy
      ? { is: "split", first: past, second: into }
      : { is: "split", first: into, second: past };
  };
  if (most === Infinity) {
    const split = states.length;
    states.push({ is: "match" });
    emit(states, of, multiple);
    states.push({ is: "split", first: split, second: split });
    branch(split, split + 1, states.length);
    return;
  }
  const splits: number[] = [];
  for (let count = least; count < most; count++) {
    splits.push(states.length);
    states.push({ is: "match" });
    emit(states, of, multiple);
  }
  for (const at of splits) branch(at, at + 1, states.length);
}
