/**
 * A served document, read as any client reads it: from its JSON alone.
 *
 * @module
 */
import { type Schema, Validator } from "./deps.ts";

/** JSON as it comes. */
export type Tree = { [key: string]: unknown };

/** A parameter of an operation. */
export interface Param {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Tree;
  /** Whether each of several values comes by itself. */
  readonly explode?: boolean;
}

/** What is answered with a status. */
export interface Told {
  readonly headers: Readonly<Record<string, Tree>>;
  readonly content: Readonly<Record<string, Tree>> | undefined;
}

/** An operation of the document. */
export interface Op {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly params: readonly Param[];
  readonly bodies: Readonly<Record<string, Tree>>;
  /** The ways in which it may be asked: any of them, each with what it needs of every scheme; none where it says nothing. */
  readonly security: readonly Tree[];
  readonly told: Readonly<Record<string, Told>>;
}

export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function treeOf(value: unknown): Tree {
  return isTree(value) ? value : {};
}

/** A document and what validates by it. */
export class Contract {
  readonly base: string;
  readonly operations: readonly Op[];
  readonly #document: Tree;
  readonly #validators = new Map<string, Validator>();

  constructor(document: unknown) {
    this.#document = treeOf(document);
    const [server] = this.#document.servers as Tree[];
    this.base = String(server?.url);
    this.operations = Object.entries(treeOf(this.#document.paths)).flatMap(([path, item]) =>
      Object.entries(treeOf(item)).map(([method, each]) => this.#operation(method, path, each))
    );
  }

  /** What a reference leads to. */
  resolved(value: unknown): Tree {
    const tree = treeOf(value), { $ref } = tree;
    if (typeof $ref !== "string") return tree;
    const steps = $ref.slice(2).split("/");
    return this.resolved(steps.reduce<unknown>((at, step) => treeOf(at)[step], this.#document));
  }

  /** What of a value is not as a schema says; undefined where all is. */
  wrong(schema: Tree, value: unknown): string | undefined {
    const text = JSON.stringify(schema);
    let validator = this.#validators.get(text);
    if (validator === undefined) {
      const whole = { ...schema, components: this.#document.components };
      validator = new Validator(whole as Schema, "2020-12");
      this.#validators.set(text, validator);
    }
    const { valid, errors } = validator.validate(value);
    return valid
      ? undefined
      : errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`).slice(-2).join(
        "; ",
      );
  }

  #operation(method: string, path: string, value: unknown): Op {
    const { operationId, parameters, requestBody, responses, security } = treeOf(value);
    return {
      id: String(operationId),
      method: method.toUpperCase(),
      path,
      params: (Array.isArray(parameters) ? parameters : []).map((each) =>
        this.resolved(each) as unknown as Param
      ),
      bodies: this.#content(treeOf(requestBody).content) ?? {},
      security: Array.isArray(security) ? security : [],
      told: Object.fromEntries(
        Object.entries(treeOf(responses)).map(([status, each]) => {
          const { headers, content } = this.resolved(each);
          const known = Object.entries(treeOf(headers)).map(([name, header]) =>
            [name.toLowerCase(), treeOf(this.resolved(header).schema)] as const
          );
          return [status, {
            headers: Object.fromEntries(known),
            content: this.#content(content),
          }];
        }),
      ),
    };
  }

  #content(content: unknown): Readonly<Record<string, Tree>> | undefined {
    if (!isTree(content)) return undefined;
    return Object.fromEntries(
      Object.entries(content).map(([type, each]) => [type, treeOf(treeOf(each).schema)]),
    );
  }
}
