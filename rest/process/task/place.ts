/**
 * The address of a task.
 *
 * @module
 */
import type { Parameter } from "../../operation.ts";
import { inPath } from "../declared.ts";

/** The parameters that name a task. */
export const HERE: readonly Parameter[] = [
  inPath("instance", "the id of the instance"),
  inPath("element", "the element of the instance that waits for it"),
];
/** Where a task is. */
export const PATH = "/tasks/{instance}/{element}";
