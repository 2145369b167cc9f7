/**
 * What Django's template engine answered: `template`, `data`, `files`, and `html` or the name of an `error`.
 *
 * @module
 */
import { DtlError, type DtlErrorCode, memory, Templates } from "../../../nitro/dtl/mod.ts";
import { field, type Kind, type Line } from "../kind.ts";
import type { Result } from "../report.ts";

/** Our codes for Django's errors. */
const ERRORS: Readonly<Record<string, DtlErrorCode>> = {
  TemplateSyntaxError: "syntax",
  TemplateDoesNotExist: "missing",
  VariableDoesNotExist: "variable",
};

/** Templates of Django. */
export const template: Kind = {
  is: (line) => "template" in line && ("html" in line || "error" in line),
  run: (lines) => Promise.all(lines.map(result)),
};

async function result(line: Line): Promise<Result> {
  const files = Object.fromEntries(
    Object.entries(line["files"] ?? {}).map(([name, text]) => [name, String(text)]),
  );
  const templates = new Templates({ source: memory(files) });
  const name = field(line, "template");
  try {
    const html = await templates.inline(name, Object(line["data"] ?? {}));
    if ("html" in line && html === line["html"]) return { name, failure: "" };
    return {
      name,
      failure: `${JSON.stringify(html)} for ${JSON.stringify(line["html"] ?? line["error"])}`,
    };
  } catch (error) {
    const wanted = field(line, "error"), code = ERRORS[wanted];
    const isFit = wanted !== "" && DtlError.is(error) &&
      (code === undefined || error.code === code);
    return { name, failure: isFit ? "" : `${error} for ${JSON.stringify(line["html"] ?? wanted)}` };
  }
}
