/**
 * Conditions that ask the functions of a process: `{service,Name}` asks its own module, `{service,Name,Module}` another. One is
 * built in: `{service,gw_block}` holds where no other process blocks this one, `{service,gw_block,Gateway}` where none blocks
 * that gateway.
 *
 * @module
 */
import { fields, object } from "../argument.ts";
import { docsOf, findDocs } from "../state/documents.ts";
import { BpeError } from "../error.ts";
import { type Expressions, expressionsWith } from "../expression/expression.ts";
import type { Seen } from "../expression/term/condition.ts";
import { type BpeModules, moduleOf } from "./module.ts";

/**
 * The evaluator of FEEL and of the original's conditions, whose services are those of modules.
 *
 * @example
 * ```ts
 * import { conditions } from "@n2o/n2o/bpe";
 * const { evaluate } = conditions({ road: { services: { isLeft: ({ doc }) => doc(["direction", "left"]).length > 0 } } });
 * const kept = { docs: [["direction", "left"]], meta: { module: "road" } };
 * const holds = (text: string) => evaluate({ language: "", text }, {}, Date.now(), kept) === true;
 * if (!holds("{compare,{direction,[]},2,left}") || !holds("{service,isLeft}")) throw kept;
 * ```
 */
export function conditions(modules: BpeModules): Expressions {
  fields()(modules, "the modules of conditions");
  for (const each of Object.values(modules)) object(each, "a module of conditions");
  const names = new Set(
    Object.values(modules).flatMap(({ services }) => Object.keys(services ?? {})),
  );
  return expressionsWith({}, (name) => {
    if (names.has(name)) return (seen, owner) => callService(modules, name, seen, owner);
    return name === "gw_block" ? isFree : undefined;
  });
}

/** Whether no other process holds up this one, or the gateway that is named. */
function isFree({ reserved: { meta } }: Seen, gateway: unknown): boolean {
  return meta?.blocks?.some((each) => gateway === undefined || each.gateway === gateway) !== true;
}

function callService(
  modules: BpeModules,
  name: string,
  { variables, reserved }: Seen,
  owner: unknown,
): boolean {
  const module = typeof owner === "string" ? owner : reserved.meta?.module ?? "";
  const { services = {} } = moduleOf(modules, module);
  const run = Object.hasOwn(services, name) ? services[name] : undefined;
  if (run === undefined) {
    const message = `asks ${name}, which is no service of module ${module || "(none)"}: add it`;
    throw new BpeError("expression", message);
  }
  const docs = docsOf(reserved);
  return run({ docs, doc: (pattern) => findDocs(pattern, docs).found, variables });
}
