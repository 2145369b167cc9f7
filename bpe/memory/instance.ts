/**
 * An instance as the engine in memory has it.
 *
 * @module
 */
import type { Definition } from "../definition/definition.ts";
import type { State } from "../state/state.ts";

/** An instance in memory. */
export interface MemoryInstance {
  state: State;
  readonly definition: Definition;
}
