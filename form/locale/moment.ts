/**
 * Days with times as a language writes them.
 *
 * @module
 */
import { kept } from "./kept.ts";

const formats = kept((key) => {
  const [tag = "en", zone = "UTC"] = key.split(" ");
  return new Intl.DateTimeFormat(tag, {
    calendar: "gregory",
    timeZone: zone,
    dateStyle: "medium",
    timeStyle: "short",
  });
});
const times = kept((key) => {
  const [tag = "en", seconds] = key.split(" ");
  return new Intl.DateTimeFormat(tag, {
    timeZone: "UTC",
    timeStyle: seconds === "true" ? "medium" : "short",
  });
});

/** A moment, in milliseconds since 1970, as the clocks of a zone show it. */
export function writeMoment(milliseconds: number, zone: string, tag: string): string {
  return formats(`${tag} ${zone}`).format(milliseconds);
}

/** A time of day, `10:30` or `10:30:15`, as a language writes it. */
export function writeTime(time: string, tag: string): string {
  return times(`${tag} ${time.length > 5}`).format(new Date(`1970-01-01T${time}Z`));
}
