/**
 * The original's records: `call` is `record`, `fields` has their names and defaults.
 *
 * @module
 */
import { BUTTON, FIELD, OPTION, SECTION } from "../../../form/declaration/names.ts";
import { DOCUMENT, VALIDATION } from "../../../form/document/unknown.ts";
import * as ok from "../../../form/ready/ok.ts";
import * as otp from "../../../form/ready/otp.ts";
import { failureOf, field, type Kind, type Line } from "../kind.ts";
import type { Result } from "../report.ts";

const DEFAULTS =
  "what is not said binds nothing: attributes have no defaults but those that are written down with them";

/** Names of records. */
export const named: Kind = {
  is: (line) => line.call === "record" && "fields" in line,
  run: (lines) => lines.map(result),
};

function result(line: Line): Result {
  const failure = failureOf(() => compare(line));
  return { name: field(line, "case"), failure, ...failure === "" && { difference: DEFAULTS } };
}

/** Attributes by the names of records; a line of a registry and a step are types alone. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  document: Object.keys(DOCUMENT),
  field: Object.keys(FIELD),
  sec: Object.keys(SECTION),
  but: Object.keys(BUTTON),
  opt: Object.keys(OPTION),
  sel: ["id", "name", "title", "postback"],
  validation: Object.keys(VALIDATION),
  formReg: [
    "id",
    "name",
    "horizontal",
    "vertical",
    "compact",
    "instance",
    "proc",
    "idRules",
    "attachReq",
    "type",
  ],
  step_wizard: ["currentStep", "steps"],
  otp: Object.keys(ok.id()),
  phone: Object.keys(otp.id()),
};

function compare(line: Line): void {
  const [record] = Array.isArray(line.args) ? line.args : [], known = KNOWN[String(record)];
  if (known === undefined) throw new Error(`there is no ${record}`);
  const names = (Array.isArray(line.fields) ? line.fields : []).map(([name]: readonly unknown[]) =>
    camel(String(name))
  );
  const missing = names.filter((name) => !known.includes(name));
  if (missing.length > 0) throw new Error(`${record} has no ${missing.join(", ")}`);
}

function camel(name: string): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
