/**
 * Conditions in the original's two forms, `{compare,Pattern,Place,Value}` and `{service,Name}` or `{service,Name,Module}`. They are
 * read as data; nothing of them is run as code.
 *
 * @module
 */
import { isRecord } from "../data.ts";
import { type Doc, docsOf, equal, findDocs, placesOf } from "../documents.ts";
import type { Expressions } from "../expression.ts";
import { feel } from "../expression.ts";
import type { Variables } from "../state.ts";
import { type BpeModules, moduleOf } from "./module.ts";
import { isMeta, META } from "./proc.ts";
import { readTerm } from "./term_text.ts";

/** The greatest length of a condition, in UTF-16 code units. */
const LENGTH = 4_096;
/** How many conditions are kept as they were read. */
const KEPT = 1_000;

/**
 * An evaluator that knows the original's forms, and leaves all else to another.
 *
 * `compare` holds where the first document that fits the pattern has the value at the place, counted from 1; `service` where the
 * function of that name in the process's module says so. Atoms and texts of the same letters are the same.
 *
 * @param modules where services are found
 * @param others evaluates everything else; FEEL by default
 *
 * @example
 * ```ts
 * import { conditions } from "@n2o/n2o/bpe";
 * const { evaluate } = conditions({});
 * const variables = { docs: [["direction", "left"]] };
 * const left = { language: "", text: "{compare,{direction,[]},2,left}" };
 * if (evaluate(left, variables) !== true) throw left;
 * ```
 */
export function conditions(modules: BpeModules, others: Expressions = feel()): Expressions {
  const forms = new Map<string, readonly Doc[]>();
  return {
    evaluate(expression, variables, now) {
      const { text } = expression;
      if (!/^\s*\{\s*(?:compare|service)\s*,/.test(text)) {
        return others.evaluate(expression, variables, now);
      }
      const form = forms.get(text) ?? read(text);
      if (forms.size >= KEPT) forms.clear();
      forms.set(text, form);
      return form[0] === "compare" ? compare(form, variables) : service(modules, form, variables);
    },
  };
}

function read(text: string): readonly Doc[] {
  if (text.length > LENGTH) throw new RangeError(`is longer than ${LENGTH} characters: shorten it`);
  const form = plain(readTerm(text));
  const arity = Array.isArray(form) ? form.length : 0;
  if (Array.isArray(form) && (form[0] === "compare" ? arity === 4 : arity === 2 || arity === 3)) {
    return form;
  }
  throw new SyntaxError("is neither {compare,Pattern,Place,Value} nor {service,Name[,Module]}");
}

function compare([, pattern, place, value]: readonly Doc[], variables: Variables): boolean {
  const [found] = findDocs(pattern, docsOf(variables).map(plain)).found;
  return found !== undefined && equal(placesOf(found)?.[Number(place) - 1], value);
}

function service(
  modules: BpeModules,
  [, name, module]: readonly Doc[],
  variables: Variables,
): boolean {
  const meta = Object.hasOwn(variables, META) ? variables[META] : undefined;
  const owner = module === undefined ? isMeta(meta) ? meta.module : "" : String(module);
  const services = moduleOf(modules, owner).services ?? {};
  const run = Object.hasOwn(services, String(name)) ? services[String(name)] : undefined;
  if (run === undefined) {
    throw new TypeError(`asks ${name}, which is no service of module ${owner || "(none)"}`);
  }
  const docs = docsOf(variables);
  return run({ docs, doc: (pattern) => findDocs(pattern, docs).found, variables });
}

/** A value in which atoms are texts and tuples are arrays. */
export function plain(value: Doc): Doc {
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return value;
  const [name, ...more] = Object.keys(value);
  if (more.length === 0 && name === "atom") return value.atom;
  if (more.length === 0 && name === "tuple" && Array.isArray(value.tuple)) {
    return value.tuple.map(plain);
  }
  return value;
}
