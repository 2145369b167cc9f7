/**
 * Bounds of a form that is sent by HTTP, beside those of its files.
 *
 * @module
 */
import type { FormLimits } from "./multipart/multipart.ts";
import type { Pace } from "./pace.ts";

/** Bounds of a form. A setting names those that are to differ from {@linkcode defaultFormBounds}. */
export interface FormBounds extends FormLimits, Pace {
  /** Bytes of a field that is no file. */
  readonly field: number;
}

/** The bounds that hold where the settings set none. */
export const defaultFormBounds: FormBounds = {
  parts: 64,
  header: 8_192,
  field: 65_536,
  pause: 30_000,
  pace: 1_024,
};
