/**
 * `range`: a number on a scale.
 *
 * @module
 */
import { output, range as slider } from "../../../nitro/mod.ts";
import { decimalOf } from "../../locale/number.ts";
import { common } from "../control.ts";
import type { FieldType } from "../type.ts";
import { limits, written } from "./decimal.ts";
import { number } from "./number.ts";

/** A number on a scale from `min` to `max`, 0 to 100 where they are not said. What it is stands beside it. */
export const range: FieldType<number> = {
  ...number,
  name: "range",
  control(place, wired) {
    const { min = "0", max = "100", step } = limits(place), { value, id } = place;
    const { required: _, ...props } = common(place, wired);
    return [
      slider({
        ...props,
        min,
        max,
        step,
        value: value === undefined ? undefined : decimalOf(value),
      }),
      output({ id: `${id}-at`, for: id, body: value === undefined ? "" : written(value, place) }),
    ];
  },
};
