/**
 * Bounds of a form that is sent by HTTP, beside those of its files.
 *
 * @module
 */
import { isInteger } from "../../base/mod.ts";
import { N2oError } from "../../n2o/mod.ts";
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

/**
 * Checks bounds by their names.
 *
 * @param of what they bound, as the error says it: `forms`
 * @throws {N2oError} `config` for one that is no positive integer
 */
export function checkBounds(bounds: object, of: string): void {
  for (const [name, bound] of Object.entries(bounds)) {
    if (!isInteger(bound, 1, Number.MAX_SAFE_INTEGER)) {
      throw new N2oError("config", `${name}: a bound of ${of} is a positive integer`);
    }
  }
}
