/**
 * An instance in memory, with how it lies in the store.
 *
 * @module
 */
import type { Definition } from "../definition/definition.ts";
import type { Layout } from "./page/layout.ts";
import type { Stored } from "./row/instance.ts";

/** An instance as it was last read or written. */
export interface Loaded {
  readonly stored: Stored;
  /** Its row's value: the instance, or the head of its parts. */
  readonly raw: unknown;
  /** Its row's versionstamp. */
  readonly versionstamp: string;
  /** What it runs on. */
  readonly definition: Definition;
  /** Its pages, where it lies in some. */
  readonly layout?: Layout | undefined;
}
