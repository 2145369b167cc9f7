/**
 * How points and ranges lie to each other (DMN 1.5, 10.3.4.9, table 78; after Allen's interval algebra).
 *
 * Null where points have no order, and of ranges that are open without end.
 *
 * @module
 */
import { order, within } from "../operator/compare.ts";
import { type Overload, type Table, way } from "./signature.ts";
import type { Range } from "../value/value.ts";

/** The functions on points and ranges, by name. */
export const RANGES: Table = {
  before: [
    points((sign) => sign < 0),
    pointRange((low, _, range) => low < 0 || (low === 0 && !range.lowClosed)),
    rangePoint((_, high, range) => high < 0 || (high === 0 && !range.highClosed)),
    ranges(before),
  ],
  after: [
    points((sign) => sign > 0),
    pointRange((_, high, range) => high > 0 || (high === 0 && !range.highClosed)),
    rangePoint((low, _, range) => low > 0 || (low === 0 && !range.lowClosed)),
    ranges((a, b) => before(b, a)),
  ],
  meets: [ranges(meets)],
  "met by": [ranges((a, b) => meets(b, a))],
  overlaps: [ranges((a, b) => !before(a, b) && !before(b, a))],
  "overlaps before": [ranges(overlapsBefore)],
  "overlaps after": [ranges((a, b) => overlapsBefore(b, a))],
  finishes: [pointRange((_, high, range) => range.highClosed && high === 0), ranges(finishes)],
  "finished by": [
    rangePoint((_, high, range) => range.highClosed && high === 0),
    ranges((a, b) => finishes(b, a)),
  ],
  includes: [
    ranges(includes),
    way(
      [["range", "range"], ["point", "point"]],
      (machine, range, point) => within(machine, point, range),
    ),
  ],
  during: [
    ranges((a, b) => includes(b, a)),
    way(
      [["point", "point"], ["range", "range"]],
      (machine, point, range) => within(machine, point, range),
    ),
  ],
  starts: [pointRange((low, _, range) => range.lowClosed && low === 0), ranges(starts)],
  "started by": [
    rangePoint((low, _, range) => range.lowClosed && low === 0),
    ranges((a, b) => starts(b, a)),
  ],
  coincides: [
    points((sign) => sign === 0),
    ranges((a, b) =>
      sign(a.low, b.low) === 0 && sign(a.high, b.high) === 0 && a.lowClosed === b.lowClosed &&
      a.highClosed === b.highClosed
    ),
  ],
};

function points(run: (sign: number) => boolean): Overload {
  return way([["point1", "point"], ["point2", "point"]], (_, a, b) => {
    const found = order(a, b);
    return found === null ? null : run(found);
  });
}

/** The order of the point to the range's low and high end. */
function pointRange(run: (low: number, high: number, range: Range) => boolean): Overload {
  return way([["point", "point"], ["range", "range"]], (_, point, range) => {
    const [low, high] = [order(point, range.low), order(point, range.high)];
    return low === null || high === null ? null : run(low, high, range);
  });
}

/** The order of the range's low and high end to the point. */
function rangePoint(run: (low: number, high: number, range: Range) => boolean): Overload {
  return way([["range", "range"], ["point", "point"]], (_, range, point) => {
    const [low, high] = [order(range.low, point), order(range.high, point)];
    return low === null || high === null ? null : run(low, high, range);
  });
}

function ranges(run: (a: Range, b: Range) => boolean): Overload {
  return way([["range1", "range"], ["range2", "range"]], (_, a, b) => {
    const pairs = [[a.low, b.low], [a.high, b.high], [a.low, b.high], [a.high, b.low]];
    return pairs.every(([x, y]) => order(x, y) !== null) ? run(a, b) : null;
  });
}

/** The order of two ends, which is known to be there. */
function sign(a: unknown, b: unknown): number {
  return order(a, b) ?? NaN;
}

function before(a: Range, b: Range): boolean {
  const found = sign(a.high, b.low);
  return found < 0 || (found === 0 && !(a.highClosed && b.lowClosed));
}

function meets(a: Range, b: Range): boolean {
  return a.highClosed && b.lowClosed && sign(a.high, b.low) === 0;
}

function overlapsBefore(a: Range, b: Range): boolean {
  const [low, across, high] = [sign(a.low, b.low), sign(a.high, b.low), sign(a.high, b.high)];
  return (low < 0 || (low === 0 && a.lowClosed && !b.lowClosed)) &&
    (across > 0 || (across === 0 && a.highClosed && b.lowClosed)) &&
    (high < 0 || (high === 0 && (!a.highClosed || b.highClosed)));
}

function finishes(a: Range, b: Range): boolean {
  const low = sign(a.low, b.low);
  return a.highClosed === b.highClosed && sign(a.high, b.high) === 0 &&
    (low > 0 || (low === 0 && (!a.lowClosed || b.lowClosed)));
}

function starts(a: Range, b: Range): boolean {
  const high = sign(a.high, b.high);
  return a.lowClosed === b.lowClosed && sign(a.low, b.low) === 0 &&
    (high < 0 || (high === 0 && (!a.highClosed || b.highClosed)));
}

function includes(a: Range, b: Range): boolean {
  const [low, high] = [sign(a.low, b.low), sign(a.high, b.high)];
  return (low < 0 || (low === 0 && (a.lowClosed || !b.lowClosed))) &&
    (high > 0 || (high === 0 && (a.highClosed || !b.highClosed)));
}
