/**
 * Moments in a zone: what its clocks show, and how far that is from UTC.
 *
 * @module
 */
import { kept } from "../../locale/kept.ts";

const formats = kept((zone) => {
  try {
    return new Intl.DateTimeFormat("en-u-hc-h23", {
      timeZone: zone,
      calendar: "gregory",
      era: "short",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined; // no such zone
    throw error;
  }
});

/** Whether there is a zone of this name: of the IANA data base, or an offset such as `+02:00`. */
export function isZone(name: unknown): name is string {
  return typeof name === "string" && name.length <= 64 && formats(name) !== undefined;
}

/** What the clocks of a zone show at a moment, as milliseconds since 1970 as if it were UTC. */
function shown(milliseconds: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formats(zone)?.formatToParts(milliseconds) ?? []) {
    parts[type] = Number(value);
  }
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return new Date(0).setUTCFullYear(year, month - 1, day) +
    ((hour * 60 + minute) * 60 + second) * 1_000;
}

/** A moment in a zone. */
export interface Zoned {
  /** What its clocks show: `2024-02-29T10:30:00`. */
  readonly local: string;
  /** How far they are before UTC, in seconds. */
  readonly offset: number;
  /** The zone, by its name in the IANA data base or as an offset such as `+02:00`. */
  readonly zone: string;
}

/** What the clocks of a zone show at a moment, in milliseconds since 1970. */
export function zonedAt(milliseconds: number, zone: string): Zoned {
  const clock = shown(milliseconds, zone);
  const local = new Date(clock).toISOString().slice(0, 19);
  return { local, offset: (clock - milliseconds) / 1_000, zone };
}

/**
 * The moment at which the clocks of a zone show a local time, `2024-02-29T10:30:00`. What they show twice is the earlier one; what they
 * leave out is as much later as they go forward (`compatible` of Temporal).
 */
export function zonedOf(local: string, zone: string): Zoned {
  const wall = Date.parse(`${local}Z`), day = 86_400_000;
  // How far the clocks were before and are after: they change once between, if at all.
  const offsets = [wall - day, wall + day].map((at) => shown(at, zone) - at);
  const [before = 0] = offsets;
  const offset = offsets.find((each) => shown(wall - each, zone) === wall) ?? before;
  return zonedAt(wall - offset, zone);
}

/** An offset as ISO 8601 has it: `+02:00`. */
export function offsetText(seconds: number): string {
  const size = Math.abs(seconds), two = (part: number) => String(part).padStart(2, "0");
  const rest = size % 60;
  return `${seconds < 0 ? "-" : "+"}${two(Math.floor(size / 3_600))}:${
    two(Math.floor(size / 60) % 60)
  }${rest === 0 ? "" : `:${two(rest)}`}`;
}
