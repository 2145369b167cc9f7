/**
 * A document made ready: its fields looked up by their paths, its mistakes told.
 *
 * @module
 */

import { isPlainObject } from "../../base/mod.ts";
import { isStandard } from "../../base/standard.ts";
import { FormError } from "../error.ts";
import type { AnyType } from "../field/type.ts";
import { below, isName } from "../value/path.ts";
import { pattern } from "../value/pattern/pattern.ts";
import type { AnyDocument } from "./document.ts";
import type { AnyField } from "../declaration/field.ts";
import { senseless } from "./declared.ts";
import { misshapen } from "./shape.ts";
import { unknown } from "./unknown.ts";
import type { Types } from "./values.ts";

/** A field in its place. */
export interface Node {
  /** Its path, with `*` for the key of any row. */
  readonly path: string;
  /** What was declared. */
  readonly field: AnyField;
  /** The type that it names; `string` where it names none. */
  readonly type: AnyType;
  /** The group that it is in. */
  readonly parent: Node | undefined;
  /** Its own fields, by their ids. */
  readonly children: ReadonlyMap<string, Node>;
  /** Whether its value is rows. */
  readonly isRepeated: boolean;
  /** The id of its section; undefined for one that is in none, or in a group. */
  readonly section: string | undefined;
}

/** A document made ready. */
export interface Compiled {
  /** What was declared. */
  readonly document: AnyDocument;
  /** The types of its fields. */
  readonly types: Types;
  /** Its fields, by their ids. */
  readonly children: ReadonlyMap<string, Node>;
  /** All fields, those of groups too, by their paths. */
  readonly nodes: ReadonlyMap<string, Node>;
  /** Reads a type by its name. */
  readonly typeOf: (name: string) => AnyType;
}

/** Most fields of a document, and how deep groups stand in each other. */
const MOST = 10_000, DEEPEST = 16;

/**
 * Makes a document ready.
 *
 * @throws {FormError} `document` for what is of another shape than documents are, two fields of one id, names that are none, a type or
 * section that there is not, an attribute that nobody knows, a value of one that says nothing, a pattern that is none or takes more than
 * linear time, a validation for no field
 */
export function compile(document: AnyDocument, types: Types): Compiled {
  const [odd] = misshapen(document, DEEPEST);
  if (odd !== undefined) throw wrong(document, `it is made as no document is: ${odd}`);
  const nodes = new Map<string, Node>();
  const sections = new Set(
    (document.sections ?? []).flatMap((
      { id },
      at,
    ) => [String(at + 1), ...id === undefined ? [] : [id]]),
  );

  function typeOf(name: string): AnyType {
    const found = Object.hasOwn(types, name) ? types[name] : undefined;
    if (found !== undefined) return found;
    throw wrong(
      document,
      `the type "${name}" is unknown: give it to forms({ ... }), or use one of ${
        Object.keys(types).join(", ")
      }`,
    );
  }

  function made(
    fields: readonly AnyField[],
    parent: Node | undefined,
    depth: number,
  ): ReadonlyMap<string, Node> {
    if (depth > DEEPEST) throw wrong(document, `groups are more than ${DEEPEST} deep`);
    const children = new Map<string, Node>();
    for (const field of fields) {
      if (!isName(field.id)) {
        throw wrong(document, `${JSON.stringify(field.id)} is no id of a field`);
      }
      if (children.has(field.id)) throw wrong(document, `two fields have the id "${field.id}"`);
      const type = typeOf(field.type ?? "string");
      const around = parent === undefined
        ? ""
        : parent.isRepeated
        ? below(parent.path, "*")
        : parent.path;
      const path = below(around, field.id);
      if (field.input !== undefined && typeOf(field.input).isSecret === true) {
        throw wrong(
          document,
          `field "${path}": a list shows what it holds, and none of secrets can`,
        );
      }
      const own = new Map<string, Node>();
      const section = parent === undefined && sections.size > 0
        ? String(field.sec ?? 1)
        : undefined;
      if (section !== undefined && !sections.has(section)) {
        throw wrong(document, `field "${path}": there is no section "${section}"`);
      }
      const isRepeated = field.fields !== undefined &&
        (field.vector === true || field.type === "table");
      const node: Node = {
        path,
        field,
        type,
        parent,
        children: own,
        isRepeated,
        section: idOf(document, section),
      };
      if (field.pattern !== undefined) checkedPattern(document, path, field.pattern);
      if (nodes.size >= MOST) throw wrong(document, `it has more than ${MOST} fields`);
      nodes.set(path, node);
      for (const [id, child] of made(field.fields ?? [], node, depth + 1)) own.set(id, child);
      children.set(field.id, node);
    }
    return children;
  }

  // What is too deep is told before anything goes all the way down.
  const children = made(document.fields, undefined, 1);
  const [stranger] = unknown(document, types);
  if (stranger !== undefined) throw wrong(document, `nobody knows what this is: ${stranger}`);
  const [silent] = senseless(document);
  if (silent !== undefined) throw wrong(document, silent);
  checkValidations(document, nodes);
  return { document, types, children, nodes, typeOf };
}

/** What is checked beside fields is what can be asked, and stands at a field. */
function checkValidations(document: AnyDocument, nodes: ReadonlyMap<string, Node>): void {
  const { schema, validations = [] } = document;
  if (schema !== undefined && !isStandard(schema)) {
    throw wrong(
      document,
      "its schema does not know Standard Schema: use one that does, or fieldsOf",
    );
  }
  for (const { for: path, holds } of validations) {
    if (path !== undefined && !nodes.has(path)) {
      throw wrong(document, `a validation is for "${path}", which is the path of no field`);
    }
    const isRule = isPlainObject(holds) && "feel" in holds && typeof holds.feel === "string";
    if (typeof holds !== "function" && !isRule && !isStandard(holds)) {
      throw wrong(document, "a validation holds neither a rule, nor a function, nor a schema");
    }
  }
}

function checkedPattern(document: AnyDocument, path: string, text: string): void {
  try {
    pattern(text);
  } catch (error) {
    throw FormError.is(error) ? wrong(document, `field "${path}": ${error.message}`) : error;
  }
}

/** The id of a section that is named by its id or its place. */
function idOf({ sections = [] }: AnyDocument, named: string | undefined): string | undefined {
  if (named === undefined || sections.some(({ id }) => id === named)) return named;
  return sections[Number(named) - 1]?.id ?? named;
}

function wrong(document: AnyDocument | null, what: string): FormError {
  return new FormError("document", `document "${String(document?.name).slice(0, 100)}": ${what}`);
}
