/**
 * The document, as the page reads it.
 *
 * @module
 */

/** An object of JSON. */
export type Tree = { readonly [name: string]: unknown };

/** A parameter of an operation, whatever the document lacks of it as an empty text or schema. */
export interface Param {
  readonly name: string;
  readonly place: string;
  readonly description: string;
  readonly isRequired: boolean;
  readonly schema: Tree;
  /** How several values stand in an address, where there may be several: each by itself, or commas between them. */
  readonly many?: "each" | "commas";
}

/** An operation of the document: a method, in capital letters, of a path. */
export interface Op {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  /** What it needs of who asks, in any of these ways; empty where anyone may. */
  readonly needs: readonly string[];
  readonly params: readonly Param[];
  /** The schemas of bodies by type. */
  readonly bodies: readonly (readonly [type: string, schema: Tree])[];
  readonly answers: readonly Answer[];
}

/** What is answered with a status. */
export interface Answer {
  readonly status: string;
  readonly description: string;
  readonly headers: readonly (readonly [name: string, description: string])[];
  readonly bodies: readonly (readonly [type: string, schema: Tree])[];
}

/** A scheme of security that the page can send. */
export interface Scheme {
  readonly name: string;
  readonly header: string;
  readonly prefix: string;
}

/** Whether a value is an object of JSON. */
export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const text = (value: unknown): string => typeof value === "string" ? value : "";
const list = (value: unknown): readonly unknown[] => Array.isArray(value) ? value : [];
const entries = (value: unknown): readonly (readonly [string, unknown])[] =>
  isTree(value) ? Object.entries(value) : [];

/** A document, read. */
export class Api {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly base: string;
  readonly operations: readonly Op[];
  readonly schemes: readonly Scheme[];
  readonly #tree: Tree;

  /** That of a value of JSON. */
  constructor(value: unknown) {
    this.#tree = isTree(value) ? value : {};
    const { info, servers, paths, components } = this.#tree, told = isTree(info) ? info : {};
    this.title = text(told.title);
    this.version = text(told.version);
    this.description = text(told.description);
    const [server] = list(servers);
    this.base = isTree(server) ? text(server.url).replace(/\/$/, "") : "";
    this.operations = entries(paths).flatMap(([path, item]) =>
      // Those that every path has say nothing of their own.
      entries(item).filter(([method]) => method !== "head" && method !== "options")
        .map(([method, each]) => this.#operation(method, path, this.at(each)))
    );
    const schemes = entries(isTree(components) ? components.securitySchemes : undefined);
    this.schemes = schemes.flatMap(([name, scheme]) => schemeOf(name, this.at(scheme)));
  }

  /** What a reference leads to; what is none is itself. */
  at(value: unknown, depth = 0): Tree {
    const tree = isTree(value) ? value : {}, ref = text(tree.$ref);
    if (!ref.startsWith("#/") || depth > 9) return tree;
    const steps = ref.slice(2).split("/");
    const found = steps.reduce<unknown>(
      (at, step) => isTree(at) ? at[step.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined,
      this.#tree,
    );
    return this.at(found, depth + 1);
  }

  #operation(method: string, path: string, tree: Tree): Op {
    return {
      id: text(tree.operationId),
      method: method.toUpperCase(),
      path,
      summary: text(tree.summary),
      tag: text(list(tree.tags)[0]),
      needs: needsOf(list(tree.security)),
      params: list(tree.parameters).map((each) => this.#param(this.at(each))),
      bodies: this.#bodies(this.at(tree.requestBody).content),
      answers: entries(tree.responses).map(([status, each]) => this.#answer(status, this.at(each))),
    };
  }

  #param({ name, in: place, description, required, schema, explode }: Tree): Param {
    const isMany = this.at(schema).type === "array";
    return {
      name: text(name),
      place: text(place),
      description: text(description),
      isRequired: required === true,
      schema: isTree(schema) ? schema : {},
      ...isMany && { many: explode === false ? "commas" : "each" },
    };
  }

  #answer(status: string, { description, headers, content }: Tree): Answer {
    const told = entries(headers).map(([name, header]) =>
      [name, text(this.at(header).description)] as const
    );
    return {
      status,
      description: text(description),
      headers: told,
      bodies: this.#bodies(content),
    };
  }

  #bodies(content: unknown): Op["bodies"] {
    return entries(content).map(([type, each]) => {
      const { schema } = isTree(each) ? each : {};
      return [type, isTree(schema) ? schema : {}] as const;
    });
  }
}

/** What each way of asking needs: a scheme, with its scopes; none where one of the ways needs nothing. */
function needsOf(ways: readonly unknown[]): readonly string[] {
  const said = ways.map((way) =>
    entries(way).map(([name, scopes]) =>
      [name, ...list(scopes).map((each) => `“${text(each)}”`)].join(" ")
    )
      .join(" with ")
  );
  return said.includes("") ? [] : said;
}

/** A cookie, and where a page is from, are the browser's own to send. */
function schemeOf(name: string, { type, in: place, name: header, scheme }: Tree): Scheme[] {
  if (type === "http" && text(scheme) === "bearer") {
    return [{ name, header: "authorization", prefix: "Bearer " }];
  }
  return type === "apiKey" && place === "header" && header !== "origin"
    ? [{ name, header: text(header), prefix: "" }]
    : [];
}
