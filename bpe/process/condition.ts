/**
 * Conditions that ask the functions of a process: `{service,Name}` asks its own module, `{service,Name,Module}` another.
 *
 * @module
 */
import { docsOf, findDocs } from "../documents.ts";
import type { Expressions } from "../expression.ts";
import { feel } from "../expression.ts";
import { isRecord } from "../data.ts";
import { type BpeModules, moduleOf } from "./module.ts";
import { isMeta, META } from "./proc.ts";

/**
 * The evaluator of FEEL and of the original's conditions, whose services are those of modules.
 *
 * @example
 * ```ts
 * import { conditions } from "@n2o/n2o/bpe";
 * const { evaluate } = conditions({ road: { services: { isLeft: ({ doc }) => doc(["direction", "left"]).length > 0 } } });
 * const variables = { docs: [["direction", "left"]], proc: { module: "road" } };
 * const holds = (text: string) => evaluate({ language: "", text }, variables) === true;
 * if (!holds("{compare,{direction,[]},2,left}") || !holds("{service,isLeft}")) throw variables;
 * ```
 */
export function conditions(modules: BpeModules): Expressions {
  const names = Object.values(modules).flatMap(({ services }) => Object.keys(services ?? {}));
  return feel({
    services: Object.fromEntries(
      names.map((name) => [name, (seen, owner) => ask(modules, name, seen, owner)]),
    ),
  });
}

function ask(modules: BpeModules, name: string, seen: unknown, owner: unknown): boolean {
  const variables = isRecord(seen) ? seen : {};
  const meta = Object.hasOwn(variables, META) ? variables[META] : undefined;
  const module = typeof owner === "string" ? owner : isMeta(meta) ? meta.module : "";
  const { services = {} } = moduleOf(modules, module);
  const run = Object.hasOwn(services, name) ? services[name] : undefined;
  if (run === undefined) {
    throw new TypeError(`asks ${name}, which is no service of module ${module || "(none)"}`);
  }
  const docs = docsOf(variables);
  return run({ docs, doc: (pattern) => findDocs(pattern, docs).found, variables });
}
