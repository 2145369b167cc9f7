/**
 * What the original's helpers answered: `call`, `args` and `result`, neutral values.
 *
 * @module
 */
import { isObject } from "../../../base/mod.ts";
import * as form from "../../../form/form.ts";
import * as error from "../../../form/ready/error.ts";
import * as ok from "../../../form/ready/ok.ts";
import * as otp from "../../../form/ready/otp.ts";
import * as record from "../../../form/record.ts";
import { actions } from "../../../nitro/mod.ts";
import { failureOf, field, type Kind, type Line } from "../kind.ts";
import type { Result } from "../report.ts";
import { inMessage } from "../nitro/message.ts";
import { DOCUMENTS } from "./ask.ts";
import {
  fieldOf,
  isRecorded,
  moduleOf,
  MODULES,
  optionsOf,
  recordOf,
  tupleOf,
  valueOf,
} from "./neutral.ts";

/** The rules by which a helper may answer otherwise. */
const RULES = {
  text: "the text of a key is what a person reads, where the original prints the term",
  plain: "a reference is a choice with id and text, a tuple a list, what is not there undefined",
  codes: "a list of characters is a text, where the original may take their numbers",
  module: "a module is a value: what has no functions is none",
  nothing: "nothing to start or stop: the module has no supervisor",
  names: "a name is a text, where the original tells an atom from a binary",
} as const;

/** Values of helpers. */
export const helper: Kind = {
  is: (line) => "result" in line && !field(line, "call").startsWith("valid.js:"),
  run: (lines) => lines.map(result),
};

function result(line: Line): Result {
  const rules = new Set<string>();
  const failure = failureOf(() => compare(line, rules));
  const difference = [...rules].join("\n");
  return { name: field(line, "case"), failure, ...difference === "" ? {} : { difference } };
}

function compare(line: Line, rules: Set<string>): void {
  const call = field(line, "call").replace(/^form_backend:/, "form:"), answer = CALLS[call];
  const args: readonly unknown[] = Array.isArray(line.args) ? line.args : [];
  if (answer === undefined) throw new TypeError(`nobody answers ${call}`);
  const ours = answer({
    args,
    module: moduleOf(line),
    erl: field(line, "erl"),
    theirs: line.result,
    rules,
  });
  if (ours === SAME) return;
  if (line.actions !== undefined) updated(field(line, "actions"), call, args, moduleOf(line));
  const mine = JSON.stringify(ours ?? null), theirs = JSON.stringify(valueOf(line.result) ?? null);
  if (mine === theirs) return;
  if (mine.replaceAll('""', "[]") === theirs) return void rules.add(RULES.codes);
  if (mine === JSON.stringify(plain(line.result))) return void rules.add(RULES.plain);
  throw new Error(`${mine} in place of ${theirs}`);
}

/** A neutral value, with records as objects. */
function plain(value: unknown): unknown {
  if (!isRecorded(value)) return valueOf(value) ?? null;
  const { record: _, ...values } = value;
  return Object.fromEntries(Object.entries(values).map(([name, each]) => [name, valueOf(each)]));
}

/** The panels that are drawn anew are those of the original. */
function updated(
  script: string,
  call: string,
  args: readonly unknown[],
  module: string | undefined,
): void {
  const theirs = [...script.matchAll(/qi\('([^']+)'\); if\(x\) x\.outerHTML/g)].map(([, id]) => id);
  const ours = inMessage("terms", () => {
    const act = call === "form:update/1" ? form.update : form.proto;
    act(updateOf(args[0], module));
    return actions([]).map((each) => each.action === "update" ? each.target : "");
  });
  if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
    throw new Error(`${ours} drawn anew in place of ${theirs}`);
  }
}

interface Asked {
  readonly args: readonly unknown[];
  /** The arguments as Erlang text. */
  readonly erl: string;
  /** What the original answered. */
  readonly theirs: unknown;
  readonly module: string | undefined;
  readonly rules: Set<string>;
}

function fieldIn(value: unknown, module: string | undefined): ReturnType<typeof fieldOf> {
  return fieldOf({ record: "field", ...isObject(value) ? value : {} }, module);
}

const CALLS: Readonly<Record<string, (asked: Asked) => unknown>> = {
  "form:type/1": ({ args }) => record.type(recordOf(args[0])),
  "form:kind/1": ({ args }) => record.kind(optionsOf(args[0])),
  "form:pos/2": ({ args, module, erl, rules }) =>
    /\{field,<</.test(erl)
      ? differing(rules, RULES.names)
      : record.pos(recordOf(args[0]), fieldIn(args[1], module), optionsOf([])),
  "form:extract/3": ({ args, module }) =>
    record.extract(recordOf(args[0]), fieldIn(args[1], module), optionsOf(args[2])),
  "form:val_or_def/3": ({ args, module }) =>
    record.valOrDef(valueOf(args[0]), fieldIn(args[1], module), recordOf(args[2])),
  "form:extract_view_bind/3": ({ args, module }) =>
    record.extractViewBind(recordOf(args[0]), fieldIn(args[1], module), {
      ...optionsOf(args[2]),
      modules: MODULES,
    }),
  "form:get_view_bind/2": ({ args, module }) =>
    record.getViewBind(valueOf(args[0]), fieldIn(args[1], module), MODULES),
  "form:has_function/2": ({ args, rules }) =>
    args[1] === "module_info"
      ? differing(rules, RULES.module) // As: one of the two functions that a module may have.
      : record.hasFunction(
        MODULES[String(args[0])],
        args[1] === "view_value" ? "viewValue" : args[1] as "update",
      ),
  "form:evoke/3": ({ args, module }) =>
    record.evoke(recordOf(args[0]), fieldIn(args[1], module), valueOf(args[2]), optionsOf([])),
  "form:fieldId/3": ({ args }) =>
    record.fieldId(isObject(args[0]) ? args[0] : {}, recordOf(args[1]), optionsOf(args[2])),
  "form:sources/1": ({ args }) => record.sources(recordOf(args[0]), optionsOf([])),
  "form:sources/2": ({ args }) => record.sources(recordOf(args[0]), optionsOf(args[1])),
  "form:atom/1": ({ args: [parts], theirs, rules }) => {
    const ours = record.atom(valueOf(parts));
    const isCodes = typeof parts === "string" &&
      theirs === [...parts].map((each) => each.codePointAt(0)).join("_");
    if (isCodes) return differing(rules, RULES.codes);
    return tupleOf(parts) === undefined ? ours : differing(rules, RULES.plain);
  },
  "form:val/2": ({ args }) => record.val(optionsOf(args[0]), args[1]),
  // What was recorded is a function, by its name.
  "form:id/0": () => ({ fun: record.id("identity") }),
  "form:translate/1": ({ args, rules }) => translated(args[0], rules),
  "form:translate/2": ({ args, rules }) => translated(args[0], rules),
  "form:translate_error/2": ({ args, rules }) => translated(args[0], rules),
  "form:stop/1": ({ rules }) => {
    rules.add(RULES.nothing);
    return "ok";
  },
  "form:proto/1": ({ args, module }) =>
    inMessage("terms", () => form.proto(updateOf(args[0], module))),
  "form:update/1": ({ args, module }) =>
    inMessage("terms", () => form.update(updateOf(args[0], module))),
  "form_ok:id/0": () => ok.id(),
  "form_otp:id/0": () => otp.id(),
  "form_error:id/0": () => error.id(),
  "form_ok:doc/0": () => list(ok.doc()),
  "form_otp:doc/0": () => list(otp.doc()),
  "form_error:doc/0": () => list(error.doc()),
};

/** The text of a key: where nobody has words for it that is the key itself. */
function translated(key: unknown, rules: Set<string>): unknown {
  const parts = tupleOf(key), name = parts === undefined ? String(valueOf(key)) : parts.join(".");
  const text = form.translate(name);
  if (text === "" && name !== "") throw new Error(`"${name}" has no text`);
  return differing(rules, RULES.text);
}

function differing(rules: Set<string>, rule: string): symbol {
  rules.add(rule);
  return SAME;
}

/** Stands for an answer that differs by a rule. */
const SAME = Symbol("same");

/** An empty text is an empty list. */
function list(text: string): string | readonly never[] {
  return text === "" ? [] : text;
}

/** A choice that changes other fields. */
function updateOf(value: unknown, module: string | undefined): form.ComboUpdate {
  if (!isRecorded(value)) throw new TypeError("this is no record");
  const { id, fields, value: chosen, action } = value, named = DOCUMENTS[module ?? ""];
  if (named === undefined) throw new TypeError(`no module is called ${module}`);
  return {
    id: String(id),
    fields: Array.isArray(fields) ? fields.map(String) : [],
    value: chosen ?? "",
    // As: one of the modes that were recorded.
    action: String(action) as form.ComboUpdate["action"],
    module: named,
  };
}
