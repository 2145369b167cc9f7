/**
 * A request and its response, as they were recorded.
 *
 * @module
 */
import type { Asked } from "./http.ts";

/** A request and what the original said to it. */
export interface Exchange {
  readonly name: string;
  readonly asked: Asked;
  readonly status: number;
  readonly body: string;
}
