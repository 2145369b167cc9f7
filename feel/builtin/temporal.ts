/**
 * Functions on dates and times (DMN 1.5, 10.3.4.6 and 10.3.4.8), `now` and `today` (10.3.4.11).
 *
 * @module
 */
import { dayOfYear, weekday, weekOfYear } from "../time/calendar.ts";
import { equal } from "../operator/equal.ts";
import { adopt, fromMillis } from "../time/moment.ts";
import { type Machine, momentOf } from "../machine.ts";
import { type Table, way } from "./signature.ts";
import { FeelDate, FeelDateTime, FeelTime, kindOf } from "../value/value.ts";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** The functions on dates and times, by name. */
export const TEMPORALS: Table = {
  now: [way([], (machine) => fromMillis(momentOf(machine)))],
  today: [way([], (machine) => fromMillis(momentOf(machine))?.date)],
  "day of year": [way([["date", "day"]], (_, day) => dayOfYear(dateOf(day)))],
  "day of week": [way([["date", "day"]], (_, day) => DAYS[weekday(dateOf(day)) - 1])],
  "month of year": [way([["date", "day"]], (_, day) => MONTHS[dateOf(day).month - 1])],
  "week of year": [way([["date", "day"]], (_, day) => weekOfYear(dateOf(day)))],
  is: [
    // A value that is left out is null.
    way([["value1", "any"], ["value2", "any?"]], same),
    way([["value2", "any"]], (machine, b) => same(machine, null, b)),
  ],
};

/** Whether two values are the same element of FEEL's values, not only the same moment. */
function same(machine: Machine, a: unknown, b: unknown): boolean {
  const [left, right] = [adopt(a), adopt(b)];
  if (kindOf(left) !== kindOf(right)) return false;
  if (left instanceof FeelTime && right instanceof FeelTime) return identical(left, right);
  if (left instanceof FeelDateTime && right instanceof FeelDateTime) {
    return identical(left.time, right.time) && equal(machine, left.date, right.date) === true;
  }
  return equal(machine, left, right) === true;
}

function dateOf(day: FeelDate | FeelDateTime): FeelDate {
  return day instanceof FeelDate ? day : day.date;
}

/** The same in every part, not only the same moment. */
function identical(a: FeelTime, b: FeelTime): boolean {
  return a.nanos === b.nanos && a.offset === b.offset && a.zone === b.zone;
}
