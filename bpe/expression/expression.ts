/**
 * Evaluation of expressions: the interface, and the evaluator of FEEL that an engine takes where it is given none.
 *
 * @module
 */
export type { Expressions } from "./evaluator.ts";
export { feel, type FeelOptions, unaryTests } from "./feel.ts";
export { LENGTH } from "../../feel/limits.ts";
