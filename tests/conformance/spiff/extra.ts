/**
 * Stimuli that the recordings leave out: what the tests did by other means than a recorded step.
 *
 * @module
 */
import type { Step } from "./recording.ts";

/** What is added to a test. */
export interface Extra {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly steps?: readonly Step[];
  readonly keys?: Readonly<Record<string, string>>;
}

/** By name of the test. */
export const EXTRA: Readonly<Record<string, Extra>> = {
  // The answer to the letter comes from outside.
  "CollaborationTest.testBpmnMessage": {
    steps: [{
      event: "message",
      name: "Love Letter Response",
      payload: { from_name: "Peggy", other_nonsense: 1001 },
    }],
    keys: { lover: '["Peggy"]' },
  },
  "CollaborationTest.testCollaboration": { variables: { lover_name: "Peggy" } },
};
