/**
 * Names of operations in a document: those that are declared, and of HEAD and OPTIONS, which come with them.
 *
 * @module
 */
import { RestError } from "../error.ts";
import type { Operation } from "../operation.ts";
import { pascal } from "../resource/schema.ts";

/**
 * Names that are the same in whatever order operations are declared: a plain one, `getUsersHead`, and where two things would have it, or an
 * operation is called so, one that is made of all that tells them apart.
 */
export class OperationNames {
  readonly #ids = new Set<string>();
  readonly #wanted = new Map<string, number>();

  /**
   * Those of operations at their paths in the document.
   *
   * @throws {RestError} `config` for two operations of one id
   */
  constructor(operations: readonly Operation[], paths: ReadonlySet<string>) {
    for (const { id, method } of operations) {
      if (this.#ids.has(id)) {
        throw new RestError("config", `operation ${id}: another has its id in the document`);
      }
      this.#ids.add(id);
      if (method === "GET") this.#want(headName(id));
    }
    for (const path of paths) this.#want(optionsName(path));
  }

  /** Of HEAD beside a GET. */
  head(id: string): string {
    return this.#name(headName(id), `head_${id}`);
  }

  /** Of OPTIONS of a path. */
  options(path: string): string {
    return this.#name(optionsName(path), `options_${exact(path)}`);
  }

  #want(name: string): void {
    this.#wanted.set(name, (this.#wanted.get(name) ?? 0) + 1);
  }

  #name(plain: string, whole: string): string {
    if (this.#wanted.get(plain) === 1 && !this.#ids.has(plain)) return plain;
    let name = whole;
    while (this.#ids.has(name)) name += "_";
    return name;
  }
}

function headName(id: string): string {
  return `${id}Head`;
}

function optionsName(path: string): string {
  return `options${pascal(path)}`;
}

/** A path in letters, digits and `_`, of which no other is made. */
function exact(path: string): string {
  return path.replace(/[^A-Za-z0-9]/gu, (each) => `_${each.codePointAt(0)?.toString(16)}_`);
}
