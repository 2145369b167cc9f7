/**
 * The page of a sheet: it is computed anew for each frame that the browser asks for, and only what changed goes out.
 *
 * The browser asks once a frame, and not before its last answer is there (`static/frames.js`): the server never runs ahead of it. The
 * address says what changes: `?all` every field, `?whole` the form itself.
 *
 * @module
 */
import { n2o, nitro } from "../../mod.ts";
import { ENTERED, entered, type Sheet, sheet } from "./sheet.ts";

/** Under which names the connection keeps what it shows. */
const SHEET = "sheet", COUNTED = "counted";
const SECOND = 1_000;

/** Handles an event of the page. */
export function event(event: unknown): void {
  if (event === "init") begin();
  else if (event === "frame") frame();
  else if (isField(event)) enter(event.field);
}

function begin(): void {
  nitro.wire(nitro.event({ target: "frames", type: "frame", postback: "frame" }));
  const numbers = Array.from({ length: ENTERED }, (_, at) => 100 + at);
  show({ numbers, tick: 0, rate: 0 });
}

/** Everything moves on by a frame. */
function frame(): void {
  const shown = current(), tick = shown.tick + 1, rate = count(shown.rate);
  const numbers = nitro.qc("all") === undefined
    ? shown.numbers
    : shown.numbers.map((_, at) => 100 + at + tick % 100);
  show({ numbers, tick, rate });
}

/** A person entered a number; what is none is given back. */
function enter(field: number): void {
  const shown = current(), value = entered(nitro.q(`f${field}`));
  const numbers = shown.numbers.map((each, at) => at === field ? value ?? each : each);
  show({ ...shown, numbers });
}

function show(shown: Sheet): void {
  nitro.state(SHEET, { ...shown });
  nitro.update("sheet", sheet(shown, nitro.qc("whole") !== undefined));
  nitro.update("rate", nitro.output({ id: "rate", body: shown.rate }));
}

/** Frames in the last second. */
function count(rate: number): number {
  const now = n2o.context().server.clock.now(), kept = nitro.state(COUNTED);
  const [since, frames] = Array.isArray(kept) ? kept.map(Number) : [now, 0];
  const counted = (frames ?? 0) + 1, passed = now - (since ?? now);
  nitro.state(COUNTED, passed < SECOND ? [since ?? now, counted] : [now, 0]);
  return passed < SECOND ? rate : Math.round(counted * SECOND / passed);
}

function current(): Sheet {
  // As: nobody but `show` puts it there.
  return nitro.state(SHEET) as unknown as Sheet;
}

function isField(event: unknown): event is { readonly field: number } {
  return typeof event === "object" && event !== null && "field" in event &&
    typeof event.field === "number";
}
