/**
 * Commands as somebody gives them.
 *
 * @module
 */
import { BpeError } from "../error.ts";
import type { Command } from "../state/command.ts";
import { isRecord } from "../state/data.ts";
import { checkReserved, type Meta } from "../state/reserved.ts";
import { storable, storableVariables } from "../store/input.ts";

const COMMANDS = new Set([
  "complete",
  "fail",
  "escalate",
  "message",
  "signal",
  "timer",
  "next",
  "set",
  "resolve",
  "cancel",
  "activate",
]);

/**
 * A command as somebody gives it: whoever calls from code that is not checked may give anything.
 *
 * @param meta what the functions of processes keep from now on
 * @throws {BpeError} `command` where it is none; `unstorable` where its values cannot be stored
 */
export function checkedCommand(command: Command, meta?: Meta): Command {
  const what = kindOf(command);
  if ("variables" in command) storableVariables(command.variables, what);
  const checked = storable(command, what);
  if (meta === undefined || (checked.do !== "set" && checked.do !== "next")) return checked;
  return { ...checked, meta: storable(meta, what) };
}

/**
 * What a command does.
 *
 * @throws {BpeError} `command` for what is none
 */
export function kindOf(command: Command): Command["do"] {
  const given: unknown = command;
  const what: unknown = isRecord(given) ? given.do : undefined;
  if (!isRecord(given) || typeof what !== "string" || !COMMANDS.has(what)) {
    throw new BpeError("command", "is no command of an instance", { element: String(what) });
  }
  for (const name of ["element", "wait", "incident"]) {
    if (given[name] === undefined || Number.isSafeInteger(given[name])) continue;
    throw new BpeError("command", `has a ${name} that is no whole number`, { element: what });
  }
  checkReserved(given);
  return command.do;
}
