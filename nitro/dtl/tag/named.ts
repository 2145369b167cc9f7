/**
 * Templates by their names.
 *
 * @module
 */
import type { Parser } from "../compile/parser.ts";
import { DtlError } from "../error.ts";
import type { Context, Expression, Template } from "../run/context.ts";
import { itemsOf } from "../value/sequence.ts";
import { Safe } from "../value/safe.ts";

/** The name of a template, as a tag has it; one that is a text is loaded with the template that names it. */
export function nameOf(parser: Parser, word: string): Expression {
  const value = parser.expression(word), quoted = /^(["'])([^\\]*)\1$/.exec(word);
  if (quoted?.[2] !== undefined) parser.names.add(relative(quoted[2], parser.file));
  return value;
}

/** The template of a name, or the first that is there of a list of names. */
export function templateOf(
  value: unknown,
  cx: Context,
  file: string,
  without: ReadonlySet<string> = new Set(),
): Template {
  const names = namesOf(value).map((name) => relative(name, file));
  let missing: unknown = new DtlError("missing", "a template is asked for by no name");
  for (const name of names) {
    try {
      if (without.has(name)) throw new DtlError("missing", `the template "${name}" extends itself`);
      return cx.setting.template(name);
    } catch (error) {
      if (!DtlError.is(error, "missing")) throw error;
      missing = error;
    }
  }
  throw missing;
}

function namesOf(value: unknown): string[] {
  if (value instanceof Safe) return [value.text];
  if (typeof value === "string") return value === "" ? [] : [value];
  if (value === null || value === undefined) return [];
  const items = typeof value === "object" ? itemsOf(value, 100) : undefined;
  if (items === undefined) throw new DtlError("value", "a template goes by a name");
  return items.slice(0, 100).map(String);
}

/** A name that begins with `./` or `../` is meant from where its template is. */
function relative(name: string, file: string): string {
  if (!/^\.\.?\//.test(name)) return name;
  const parts = file.split("/").slice(0, -1);
  for (const part of name.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) {
        throw new DtlError("syntax", `the name "${name}" leads out of the templates`);
      }
    } else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
