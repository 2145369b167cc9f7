/**
 * What expected.json of the tests recorded from SpiffWorkflow holds.
 *
 * @module
 */

/** One step of a recording. */
export interface Step {
  readonly complete?: string;
  readonly event?: string;
  readonly mustNotBeEnabled?: string;
  readonly name?: string | null;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly payload?: unknown;
}

/** One recorded test. */
export interface SpiffTest {
  readonly test: string;
  readonly file: string;
  readonly kind: "process" | "collaboration";
  readonly id: string;
  readonly steps: readonly Step[];
  readonly trace: readonly string[];
  readonly completed: boolean | null;
  readonly finalStates: Readonly<Record<string, readonly string[]>> | null;
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** What expected.json of spiff says. */
export interface Spiff {
  readonly steps: string;
  readonly tests: readonly SpiffTest[];
}
