/**
 * The other spelling of the gallery's code: what a file says by calls of functions, said by tags.
 *
 * @module
 */
import { isGlobal } from "../../nitro/jsx/runtime.ts";
import { ts } from "./deps.ts";
import { tagOf } from "./makers.ts";
import { namesOf, withoutUnused } from "./names.ts";

const HEAD = `/** @jsxImportSource @n2o/n2o/nitro */
// Written by \`deno task guide\` from the file of the same name in \`groups/\`: change it there.
`;

/**
 * A file in TSX: each call of a maker with properties is the tag, everything else stays as it is.
 *
 * @throws {TypeError} for properties that a tag cannot have, such as a method.
 */
export function inTags(source: string): string {
  const file = parsed(source, ts.ScriptKind.TS), names = namesOf(file);
  return HEAD + withoutUnused(parsed(new Spelling(names).text(file), ts.ScriptKind.TSX));
}

function parsed(source: string, kind: ts.ScriptKind): ts.SourceFile {
  return ts.createSourceFile("entries", source, ts.ScriptTarget.Latest, true, kind);
}

/** One file while it is spelt, by the names that its namespaces and makers have in it. */
class Spelling {
  constructor(readonly names: ReadonlyMap<string, string>) {}

  /** The text of a node, with tags for what is in it. */
  text(node: ts.Node): string {
    const whole = node.getSourceFile().text;
    let written = "", at = node.getStart();
    node.forEachChild((child) => {
      const from = child.getStart();
      written += whole.slice(at, from) + (this.tags(child) ?? this.text(child));
      at = child.getEnd();
    });
    return written + whole.slice(at, node.getEnd());
  }

  /** What becomes tags as a whole: a call of a maker, and a list that holds one. */
  tags(node: ts.Node): string | undefined {
    if (ts.isArrayLiteralExpression(node)) {
      const isBody = node.elements.some((each) => this.tags(each) !== undefined);
      return isBody ? `<>${this.children(node)}</>` : undefined;
    }
    if (!ts.isCallExpression(node)) return undefined;
    const [props, ...more] = node.arguments;
    if (!props || more.length > 0 || !ts.isObjectLiteralExpression(props)) return undefined;
    const tag = this.tagOf(node.expression, props);
    return tag && this.tag(tag, props);
  }

  tagOf(called: ts.Expression, props: ts.ObjectLiteralExpression): string | undefined {
    // The tag of an element that is defined on the spot, and of one without a maker.
    const named = ts.isCallExpression(called) && this.pathOf(called.expression) === "nitro.tag"
      ? called.arguments[0]
      : this.pathOf(called) === "nitro.element"
      ? valueNamed("htmlTag", props)
      : undefined;
    if (named) return ts.isStringLiteral(named) ? named.text : undefined;
    const [, space, name] = /^(.*)\.(\w+)$/.exec(this.pathOf(called) ?? "") ?? [];
    return space && name ? tagOf(space, name) : undefined;
  }

  /** Where something is, from its namespace on: `nitro.button`, whatever it is called in the file. */
  pathOf(node: ts.Expression): string | undefined {
    if (ts.isIdentifier(node)) return this.names.get(node.text);
    if (!ts.isPropertyAccessExpression(node)) return undefined;
    const of = this.pathOf(node.expression);
    return of && `${of}.${node.name.text}`;
  }

  tag(name: string, { properties }: ts.ObjectLiteralExpression): string {
    let attributes = "", children = "";
    for (const each of properties) {
      const key = each.name && keyOf(each.name), value = valueOf(each);
      if (key === "body" || (key === "cells" && name === "tr")) children += this.child(value);
      else if (key === "htmlTag") continue;
      else if (key === "attributes" && isWhole(name, value)) {
        for (const own of value.properties) attributes += this.attribute(own);
      } else attributes += this.attribute(each);
    }
    return children ? `<${name}${attributes}>${children}</${name}>` : `<${name}${attributes} />`;
  }

  attribute(property: ts.ObjectLiteralElementLike): string {
    const value = valueOf(property);
    if (ts.isSpreadAssignment(property)) return ` {...${this.text(value)}}`;
    const key = property.name && keyOf(property.name);
    if (!key || !/^[a-z][\w-]*$/i.test(key)) {
      throw new TypeError(`${property.getText()}: no attribute of a tag is called that`);
    }
    if (value.kind === ts.SyntaxKind.TrueKeyword) return ` ${key}`;
    const isPlain = ts.isStringLiteral(value) && !/["&\\\n]/.test(value.text);
    return ` ${key}=${isPlain ? `"${value.text}"` : `{${this.tags(value) ?? this.text(value)}}`}`;
  }

  children(list: ts.ArrayLiteralExpression): string {
    return list.elements.map((each) => this.child(each)).join("");
  }

  child(node: ts.Expression): string {
    if (ts.isArrayLiteralExpression(node)) return this.children(node);
    if (ts.isSpreadElement(node)) return `{${this.text(node.expression)}}`;
    if (ts.isNumericLiteral(node)) return node.text;
    if (ts.isStringLiteral(node) && !/[{}\\\n]|^\s|\s$|\s\s|^$/.test(node.text)) {
      return escaped(node.text);
    }
    // A blank at the end of a text goes on in the line, and a line of tags may end behind it.
    if (ts.isStringLiteral(node) && /^[^{}\\\n]*\S[^{}\\\n]*$/.test(node.text)) {
      const [, before, text, after] = /^(\s*)(.*?)(\s*)$/.exec(node.text)!;
      return blank(before) + escaped(text!) + blank(after);
    }
    return this.tags(node) ?? `{${this.text(node)}}`;
  }
}

/** Whether attributes stand in the tag as those of its maker do: any in a tag without one, those of every element in HTML's. */
function isWhole(name: string, value: ts.Expression): value is ts.ObjectLiteralExpression {
  if (!ts.isObjectLiteralExpression(value) || name.includes(".")) return false;
  const isUnmade = name.includes("-") || tagOf("nitro.elements", name) === undefined;
  return isUnmade || value.properties.every(({ name }) => name && isGlobal(keyOf(name)));
}

function blank(text: string | undefined): string {
  return text ? `{${JSON.stringify(text)}}` : "";
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function keyOf(name: ts.PropertyName): string {
  return ts.isComputedPropertyName(name) ? "" : name.text;
}

/** @throws {TypeError} for a method */
function valueOf(property: ts.ObjectLiteralElementLike): ts.Expression {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  if (ts.isShorthandPropertyAssignment(property)) return property.name;
  if (ts.isSpreadAssignment(property)) return property.expression;
  throw new TypeError(`${property.getText()}: a tag has no methods`);
}

/** The value of the property of a name; undefined where there is none. */
function valueNamed(name: string, { properties }: ts.ObjectLiteralExpression) {
  const found = properties.find((each) => each.name && keyOf(each.name) === name);
  return found && valueOf(found);
}
