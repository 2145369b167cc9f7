/**
 * Conditions that ask the functions of a process: `{service,Name}` asks its own module, `{service,Name,Module}` another. One is
 * built in: `{service,gw_block}` holds where no other process blocks this one, `{service,gw_block,Gateway}` where none blocks
 * that gateway.
 *
 * @module
 */
import { docsOf, findDocs } from "../state/documents.ts";
import { BpeError } from "../error.ts";
import { type Expressions, expressions } from "../expression/expression.ts";
import { isRecord } from "../state/data.ts";
import { type BpeModules, moduleOf } from "./module.ts";
import { isMeta, META, type Meta } from "./proc.ts";

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
  return expressions({
    services: {
      ...Object.fromEntries(
        names.map((name) => [name, (seen, owner) => callService(modules, name, seen, owner)]),
      ),
      gw_block: (seen, gateway) =>
        metaIn(seen)?.blocks?.some((each) => gateway === undefined || each.gateway === gateway) !==
          true,
    },
  });
}

function metaIn(seen: unknown): Meta | undefined {
  const variables = isRecord(seen) ? seen : {};
  const meta = Object.hasOwn(variables, META) ? variables[META] : undefined;
  return isMeta(meta) ? meta : undefined;
}

function callService(
  modules: BpeModules,
  name: string,
  seen: unknown,
  owner: unknown,
): boolean {
  const variables = isRecord(seen) ? seen : {};
  const module = typeof owner === "string" ? owner : metaIn(seen)?.module ?? "";
  const { services = {} } = moduleOf(modules, module);
  const run = Object.hasOwn(services, name) ? services[name] : undefined;
  if (run === undefined) {
    const message = `asks ${name}, which is no service of module ${module || "(none)"}: add it`;
    throw new BpeError("expression", message);
  }
  const docs = docsOf(variables);
  return run({ docs, doc: (pattern) => findDocs(pattern, docs).found, variables });
}
