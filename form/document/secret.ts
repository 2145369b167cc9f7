/**
 * Records without what is never kept where others may read it.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";
import type { Compiled, Node } from "./compile.ts";

type Values = Readonly<Record<string, unknown>>;

/** A record without the secrets in it. */
export function withoutSecrets(compiled: Compiled, record: Values): Values {
  const inside = (children: ReadonlyMap<string, Node>, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((row) => inside(children, row));
    return isPlainObject(value) ? left(children, value) : value;
  };
  const left = (children: ReadonlyMap<string, Node>, values: Values): Values => {
    const found: Record<string, unknown> = {};
    for (const [name, held] of Object.entries(values)) {
      const node = children.get(name);
      if (node?.type.isSecret === true) continue;
      const isGroup = node !== undefined && node.children.size > 0;
      found[name] = isGroup ? inside(node.children, held) : held;
    }
    return found;
  };
  return left(compiled.children, record);
}
