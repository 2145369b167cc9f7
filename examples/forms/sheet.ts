/**
 * A sheet of 50 fields: what a person enters in forty, and what ten more are computed to from those.
 *
 * @module
 */
import { nitro } from "../../mod.ts";
const { div, form, label, number, output } = nitro;

/** Fields that a person fills in, and those that are computed. */
export const ENTERED = 40, COMPUTED = 10;
/** The largest number of a field. */
const LARGEST = 1_000_000;

/** How a sheet stands. */
export interface Sheet {
  /** The numbers that were entered. */
  readonly numbers: readonly number[];
  /** What the computed fields depend on beside: it grows with each frame. */
  readonly tick: number;
  /** Frames in the last second. */
  readonly rate: number;
}

/** What the computed fields say. */
export function computed({ numbers, tick }: Sheet): readonly string[] {
  const part = ENTERED / COMPUTED;
  return Array.from({ length: COMPUTED }, (_, at) => {
    const sum = numbers.slice(at * part, (at + 1) * part).reduce((sum, each) => sum + each, 0);
    return (sum * (1 + (tick % 1_000) / 10_000)).toFixed(2);
  });
}

/** The number of a field as it was entered; undefined for what is none. */
export function entered(text: string): number | undefined {
  const value = Number(text);
  return text.trim() !== "" && Number.isFinite(value) && Math.abs(value) <= LARGEST
    ? value
    : undefined;
}

/** The form of a sheet. */
export function sheet(shown: Sheet, isOther = false): nitro.Body {
  const sums = computed(shown), part = ENTERED / COMPUTED;
  return form({
    id: "sheet",
    title: isOther ? `Whole ${shown.tick}` : "Sheet",
    body: sums.map((sum, at) => [
      ...shown.numbers.slice(at * part, (at + 1) * part).map((value, nth) =>
        entry(at * part + nth, value)
      ),
      div({
        class: "computed",
        body: [
          label({ for: `c${at}`, body: `Sum ${at + 1}` }),
          output({ id: `c${at}`, body: sum }),
        ],
      }),
    ]),
  });
}

function entry(at: number, value: number): nitro.Body {
  const id = `f${at}`;
  return div({
    body: [
      label({ for: id, body: `Field ${at + 1}` }),
      number({ id, name: id, value, step: "any", postback: { field: at }, source: [id] }),
    ],
  });
}
