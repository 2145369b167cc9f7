/**
 * What tasks need of a runtime.
 *
 * @module
 */
import type { Host } from "../store/host.ts";
import type { Auth } from "./permission.ts";

/** A runtime that asks who may do what. */
export interface TaskHost extends Host {
  readonly auth: Auth;
}
