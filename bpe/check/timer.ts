/**
 * Rules on the times of timers: what is no time is told when the file is read (BPMN 2.0.2, 10.5.5).
 *
 * @module
 */
import { type Check, isCarriedOut, type Rule, type Rules } from "./context.ts";
import { constantOf, read, shown } from "./expression.ts";
import { isDate, isDuration, isRepetition } from "../definition/iso8601.ts";
import { isLiteralTime, scheduleOf, timeWith } from "../engine/wait/timer.ts";
import type { Element } from "../xml/element.ts";

/** A kind of timer: its rule, the form that the standard asks, and an example of it. */
interface Kind {
  readonly rule: string;
  readonly kind: "date" | "duration" | "cycle";
  readonly isForm: (text: string) => boolean;
  readonly example: string;
}

/** EXT132 to EXT134: a time is one of ISO 8601, or an expression that gives one. */
function time(kind: Kind): Rule {
  return (element, check) => {
    const { text } = element;
    if (text === "" || !isCarriedOut(element, check)) return;
    const literal = /^=?\s*"([^"\\]*)"$/.exec(text)?.[1];
    if (literal !== undefined) return constant(element, literal, kind, check);
    if (isCron(text)) {
      const message = `is ${
        shown(text)
      }, a line of cron, which is not supported; write ISO 8601, as ${kind.example}`;
      return check.report(kind.rule, element, message);
    }
    if (isLiteralTime(text) || isMeantAsTime(text)) return constant(element, text, kind, check);
    if (/^[A-Z]+$/.test(text)) {
      const message =
        `is ${text}, which is no ${kind.kind} of ISO 8601: a variable of this name must hold one`;
      check.report(kind.rule, element, message, "warning");
    }
    fixed(element, kind, check);
  };
}

/** An expression that hangs on nothing gives the same time whenever it is asked. */
function fixed(element: Element, kind: Kind, check: Check): void {
  const { text } = element;
  let found: ReturnType<typeof constantOf>;
  const value = timeWith(kind.kind, { language: "", text }, (expression) => {
    found = read(check, element, expression.text)
      ? constantOf(check, element, expression.text)
      : undefined;
    return found?.value;
  });
  if (found === undefined) return;
  if (typeof value === "string") return constant(element, value, kind, check);
  if (typeof value === "number" && kind.kind === "date") return;
  const gives = value instanceof Error ? `fails: ${value.message}` : `gives no ${kind.kind}`;
  const message = `is ${shown(text)}, which ${gives}; write ISO 8601, as ${kind.example}`;
  check.report(kind.rule, element, message);
}

function constant(
  element: Element,
  text: string,
  { rule, kind, isForm, example }: Kind,
  check: Check,
): void {
  // Reckoned from the beginning of all times, so that a file is as good tomorrow as today.
  const isTime = isLiteralTime(text) && scheduleOf(kind, text, 0) !== undefined;
  if (isTime && isForm(text)) return;
  const message = `is ${shown(text)}, which is no ${kind} of ISO 8601; write one, as ${example}`;
  check.report(rule, element, message, isTime ? "warning" : "error");
}

/** Whether it has nothing but the letters of ISO 8601 and begins like a time: no name of a variable. */
function isMeantAsTime(text: string): boolean {
  if (!/^[A-Z0-9:+.,/-]+$/.test(text)) return false;
  return /^[-+]?[\dPRT]/.test(text) && /\d/.test(text) || /^[-+]?(PT?|R\/?)$/.test(text);
}

/** Five to seven fields of cron, or one of its short names. */
function isCron(text: string): boolean {
  if (/^@(yearly|annually|monthly|weekly|daily|midnight|hourly|reboot|every\b.*)$/i.test(text)) {
    return true;
  }
  const fields = text.split(/\s+/);
  return fields.length >= 5 && fields.length <= 7 && /^[\d*]/.test(text) &&
    fields.every((one) => /^[\w*?/,#-]+$/.test(one) && /[\w*?]/.test(one));
}

/** Rules by tag. */
export const TIMER_RULES: Rules = {
  timeDate: [
    time({ rule: "EXT132", kind: "date", isForm: isDate, example: "2030-01-31T12:00:00Z" }),
  ],
  timeCycle: [time({ rule: "EXT133", kind: "cycle", isForm: isRepetition, example: "R3/PT10M" })],
  timeDuration: [time({ rule: "EXT134", kind: "duration", isForm: isDuration, example: "PT15M" })],
};
