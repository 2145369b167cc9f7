/**
 * How long it is from one moment to another, in words.
 *
 * @module
 */
const UNITS = [
  [31_536_000, "year"],
  [2_592_000, "month"],
  [604_800, "week"],
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
] as const;

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** How many leap years come before a year. */
function leaps(year: number): number {
  const before = year - 1;
  return Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
}

/** The two largest units of it that follow each other, as Django writes them; leap days do not count. */
export function since(from: Date, to: Date): string {
  const begun = from.getUTCFullYear(), ended = to.getUTCFullYear();
  let days = leaps(ended) - leaps(begun);
  if (days !== 0) {
    if (isLeap(begun)) days--;
    else if (isLeap(ended)) days++;
  }
  let left = Math.floor((to.getTime() - from.getTime()) / 1_000) - days * 86_400;
  const parts: string[] = [];
  for (const [seconds, unit] of UNITS) {
    const count = left <= 0 ? 0 : Math.floor(left / seconds);
    if (count === 0 && parts.length > 0) break;
    if (count === 0) continue;
    parts.push(`${count}\u00a0${unit}${count === 1 ? "" : "s"}`);
    left -= count * seconds;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? "0\u00a0minutes" : parts.join(", ");
}
