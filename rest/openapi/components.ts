/**
 * Components of a document: what is told once, and referred to.
 *
 * @module
 */
import { isRecord } from "../../base/mod.ts";
import type { JsonSchema } from "../operation.ts";

/** A value of a document. */
export type Part = Readonly<Record<string, unknown>>;

/** Keywords that hold schemas: by name, in a list, or one. All others hold data, and stay as they are. */
const NAMED = new Set(["properties", "patternProperties", "dependentSchemas"]);
const LISTS = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
const SINGLE = new Set([
  "items",
  "additionalProperties",
  "propertyNames",
  "contains",
  "not",
  "if",
  "then",
  "else",
  "unevaluatedItems",
  "unevaluatedProperties",
  "contentSchema",
]);
const NAME = /^[A-Za-z][\w.-]*$/;
const PREFIX = "#/components/schemas/";

/** The shared schemas of a document, by name, in the order they are met. */
export class Schemas {
  readonly #made = new Map<string, Part>();
  readonly #sources = new Map<string, string>();

  /**
   * A schema as it stands in the document: a reference where it has a name, or where it refers to itself.
   *
   * @param hint the name of one that has none and needs one
   */
  of(schema: JsonSchema, hint: string): Part {
    return this.#placed(schema, "", hint);
  }

  /** All that were met. */
  all(): Readonly<Record<string, Part>> {
    return Object.fromEntries(this.#made);
  }

  /** @param owner the name under which the document tells what `#` means; empty where nothing is named yet */
  #placed(schema: JsonSchema, owner: string, hint: string): Part {
    const { $id, $schema: _, ...said } = schema;
    const isNamed = typeof $id === "string" && NAME.test($id);
    if (!isNamed && (owner !== "" || !refersToItself(said))) return this.#walked(said, owner);
    return { $ref: PREFIX + this.#kept(isNamed ? $id : hint, said) };
  }

  #kept(wanted: string, said: JsonSchema): string {
    const source = JSON.stringify(said);
    for (let n = 1;; n++) {
      const name = n === 1 ? wanted : `${wanted}${n}`, known = this.#sources.get(name);
      if (known === source) return name;
      if (known !== undefined) continue;
      this.#sources.set(name, source);
      this.#made.set(name, {}); // its place: what it holds comes behind it
      const { $defs, ...root } = said;
      this.#made.set(name, this.#walked(root, name));
      for (const [key, each] of entriesOf($defs)) {
        this.#made.set(defName(name, key), this.#walked(each, name));
      }
      return name;
    }
  }

  #walked(schema: JsonSchema, owner: string): Part {
    return Object.fromEntries(
      Object.entries(schema).map(([word, value]) => [word, this.#word(word, value, owner)]),
    );
  }

  #word(word: string, value: unknown, owner: string): unknown {
    const one = (each: unknown): unknown => isRecord(each) ? this.#placed(each, owner, "") : each;
    if (word === "$ref") return referred(value, owner);
    if (LISTS.has(word) && Array.isArray(value)) return value.map(one);
    if (SINGLE.has(word)) return one(value);
    if (!NAMED.has(word) || !isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, one(each)]));
  }
}

function entriesOf(value: unknown): readonly (readonly [string, JsonSchema])[] {
  return Object.entries(isRecord(value) ? value : {})
    .flatMap(([key, each]) => isRecord(each) ? [[key, each] as const] : []);
}

/** A definition within a schema becomes a schema beside it. */
function defName(owner: string, key: string): string {
  return `${owner}.${key.replace(/[^\w.-]/g, "_")}`;
}

function referred(ref: unknown, owner: string): unknown {
  if (typeof ref !== "string" || owner === "" || ref.startsWith(PREFIX)) return ref;
  if (ref === "#") return PREFIX + owner;
  const [, key, below = ""] = /^#\/\$defs\/([^/]+)(\/.*)?$/.exec(ref) ?? [];
  if (key !== undefined) {
    const name = decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~");
    return PREFIX + defName(owner, name) + below;
  }
  return ref.startsWith("#/") ? PREFIX + owner + ref.slice(1) : ref;
}

/** Whether a schema has references within itself; those of a part with a name are that part's own. */
function refersToItself(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some(refersToItself);
  if (!isRecord(schema)) return false;
  const { $ref } = schema;
  return typeof $ref === "string" && $ref.startsWith("#") && !$ref.startsWith(PREFIX) ||
    Object.values(schema).some((each) => !isNamed(each) && refersToItself(each));
}

function isNamed(schema: unknown): boolean {
  return isRecord(schema) && typeof schema.$id === "string" && NAME.test(schema.$id);
}

/** Parts of a kind that come several times, by what they say. */
export class Repeated {
  readonly #kind: string;
  readonly #counts = new Map<string, number>();
  readonly #names = new Map<string, string>();
  readonly #made = new Map<string, Part>();

  /** Those of a kind of components: `parameters`, `headers`. */
  constructor(kind: string) {
    this.#kind = kind;
  }

  /** Sees one that the document will tell. */
  count(part: Part): void {
    const text = JSON.stringify(part);
    this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1);
  }

  /** One that was counted: as it is, or a reference where it comes again. */
  of(name: string, part: Part): Part {
    const text = JSON.stringify(part);
    if ((this.#counts.get(text) ?? 0) < 2) return part;
    let known = this.#names.get(text);
    for (let n = 1; known === undefined; n++) {
      const free = n === 1 ? name : `${name}${n}`;
      if (this.#made.has(free)) continue;
      known = free;
      this.#names.set(text, free);
      this.#made.set(free, part);
    }
    return { $ref: `#/components/${this.#kind}/${known}` };
  }

  /** All that are referred to. */
  all(): Readonly<Record<string, Part>> {
    return Object.fromEntries(this.#made);
  }
}
