/**
 * Days of the proleptic Gregorian calendar, counted.
 *
 * @module
 */
import { FeelDate } from "../value/value.ts";

/** The greatest year, and the least one below zero (DMN 1.5, 10.3.2.3.5). */
const YEARS = 999_999_999;

/** Days in four hundred years, after which the calendar repeats. */
export const CYCLE = 146_097;

/** Days from 1970-01-01 to 0000-03-01, where the count below starts. */
const START = 719_468;

/** A date, or null where there is none such. */
export function dateOf(year: number, month: number, day: number): FeelDate | null {
  const valid = Number.isInteger(year) && Number.isInteger(month) && Number.isInteger(day) &&
    Math.abs(year) <= YEARS && month >= 1 && month <= 12 && day >= 1 &&
    day <= daysInMonth(year, month);
  return valid ? new FeelDate(year, month, day) : null;
}

/** How many days a month has. */
function daysInMonth(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return isLeap(year) ? 29 : 28;
}

/** Whether a year has a 29th of February. */
function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days since 1970-01-01. A year is taken to begin in March, so that the leap day is its last one. */
export function toDays({ year, month, day }: FeelDate): number {
  const shifted = month > 2 ? year : year - 1;
  const cycle = Math.floor(shifted / 400);
  const inCycle = shifted - cycle * 400;
  const inYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return cycle * CYCLE + inCycle * 365 + Math.floor(inCycle / 4) - Math.floor(inCycle / 100) +
    inYear - START;
}

/** The date so many days after 1970-01-01, or null beyond the years there are. */
export function fromDays(days: number): FeelDate | null {
  const shifted = days + START;
  const cycle = Math.floor(shifted / CYCLE);
  const inCycle = shifted - cycle * CYCLE;
  const years = Math.floor(
    (inCycle - Math.floor(inCycle / 1_460) + Math.floor(inCycle / 36_524) -
      Math.floor(inCycle / (CYCLE - 1))) / 365,
  );
  const inYear = inCycle - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const month = Math.floor((5 * inYear + 2) / 153);
  const day = inYear - Math.floor((153 * month + 2) / 5) + 1;
  const real = month < 10 ? month + 3 : month - 9;
  return dateOf(years + cycle * 400 + (real <= 2 ? 1 : 0), real, day);
}

/** The date so many months later: the same day, or the last one of a shorter month. */
export function addMonths({ year, month, day }: FeelDate, months: number): FeelDate | null {
  const total = year * 12 + month - 1 + months;
  const [newYear, newMonth] = [Math.floor(total / 12), total - Math.floor(total / 12) * 12 + 1];
  return dateOf(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

/** The day of the week: Monday 1 to Sunday 7. */
export function weekday(date: FeelDate): number {
  return ((toDays(date) + 3) % 7 + 7) % 7 + 1;
}

/** The day of the year, from 1. */
export function dayOfYear(date: FeelDate): number {
  return toDays(date) - toDays(new FeelDate(date.year, 1, 1)) + 1;
}

/** The week of the year by ISO 8601: week 1 has the year's first Thursday. */
export function weekOfYear(date: FeelDate): number {
  const thursday = fromDays(toDays(date) + 4 - weekday(date)) ?? date;
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}
