/**
 * Templates as closures: each tag makes one of its words and of what stands in it.
 *
 * @module
 */
import { DtlError, located, type Place } from "../error.ts";
import type { Block, Context, Expression, Render, Template } from "../run/context.ts";
import { escape, Safe } from "../value/safe.ts";
import { written } from "../value/written.ts";
import { expression, type Filters } from "./expression.ts";
import { scan, split, type Token } from "./scan.ts";

/** A tag: makes its closure of its words, and takes from the parser what stands in it. */
export type Tag = (parser: Parser, words: readonly string[], token: Token) => Render;

/** What a language has. */
export interface Language {
  /** Tags by their names. */
  readonly tags: ReadonlyMap<string, Tag>;
  /** Filters by their names. */
  readonly filters: Filters;
}

/** What a parser may take. */
export interface Bounds {
  /** How deep tags may stand in one another. */
  readonly nesting: number;
  /** How long a template may be, in characters. */
  readonly template: number;
}

/** A template of its text. @throws {DtlError} `syntax` or `limit`, with the place */
export function compile(file: string, text: string, language: Language, bounds: Bounds): Template {
  if (text.length > bounds.template) {
    const message = `a template is longer than ${bounds.template} characters`;
    throw new DtlError("limit", message, { file, line: 1, tag: "" });
  }
  const parser = new Parser(file, scan(file, text), language, bounds.nesting);
  const { render } = parser.body([]);
  const { blocks, isExtending, deepest: depth } = parser;
  return { file, render, blocks, isExtending, depth, names: [...parser.names] };
}

/** What stands in a tag, up to the tag that ends it. */
export interface Inner {
  /** Makes its text. */
  readonly render: Render;
  /** Name of the tag that ended it. */
  readonly end: string;
  /** That tag. */
  readonly token: Token;
}

/** Goes through the tokens of a template. */
export class Parser {
  /** Blocks that it found. */
  readonly blocks: Map<string, Block> = new Map();
  /** Cycles that have a name. */
  readonly cycles: Map<string, { readonly render: Render; readonly key: object }> = new Map();
  /** The last cycle. */
  lastCycle: object | undefined;
  /** Templates that are named by texts. */
  readonly names: Set<string> = new Set();
  /** Whether it extends another template. */
  isExtending = false;
  /** How deep tags stood in one another. */
  deepest = 0;
  /** Whether something other than text stood at the top. */
  hasBegun = false;
  #at = 0;
  #depth = 0;

  /** Over tokens. */
  constructor(
    readonly file: string,
    private readonly tokens: readonly Token[],
    private readonly language: Language,
    private readonly nesting: number,
  ) {}

  /** An expression of its text. */
  expression(text: string): Expression {
    return expression(text, this.language.filters);
  }

  /** What follows, up to a tag of these names; up to the end of the template where there are none. */
  body(ends: readonly string[]): Inner {
    if (++this.#depth > this.nesting) {
      throw new DtlError("limit", `tags stand deeper in one another than ${this.nesting}`);
    }
    this.deepest = Math.max(this.deepest, this.#depth);
    const opening = this.tokens[this.#at - 1], list = new List();
    while (this.#at < this.tokens.length) {
      const token = this.tokens[this.#at++];
      if (token === undefined) break;
      if (token.kind === "text") list.text(token.text);
      else if (token.kind === "expression") {
        list.add(this.#placed(token, () => this.#shown(token)), token);
      } else {
        const [name = ""] = token.text.split(/\s/, 1);
        if (ends.includes(name)) {
          this.#depth--;
          return { render: list.render(), end: name, token };
        }
        list.add(this.#placed(token, () => this.#tag(name, token, ends)), token);
      }
      if (token.kind !== "text") this.hasBegun = true;
    }
    this.#depth--;
    const empty = { kind: "text", text: "", tag: "", file: this.file, line: 1 } as const;
    if (ends.length === 0) return { render: list.render(), end: "", token: empty };
    const message = `this tag is not closed: ${ends.join(" or ")} is missing`;
    throw new DtlError("syntax", message, opening ?? empty);
  }

  /** Which token is next. */
  get at(): number {
    return this.#at;
  }

  /** Whether a tag or an expression from a token on, up to the next one, has something in it. */
  mentions(pattern: RegExp, from: number): boolean {
    return this.tokens.slice(from, this.#at).some(({ kind, text }) =>
      kind !== "text" && pattern.test(text)
    );
  }

  /** Passes over what follows, up to a tag. */
  skip(end: string): void {
    const opening = this.tokens[this.#at - 1];
    for (;;) {
      const token = this.tokens[this.#at++];
      if (token === undefined) throw new DtlError("syntax", `${end} is missing`, opening ?? {});
      if (token.kind === "tag" && token.text === end) return;
    }
  }

  #tag(name: string, token: Token, ends: readonly string[]): Render {
    if (name === "") throw new DtlError("syntax", "a tag is empty");
    const tag = this.language.tags.get(name);
    if (tag !== undefined) return tag(this, split(token.text), token);
    const expected = ends.length === 0 ? "" : `; ${ends.join(" or ")} could stand here`;
    throw new DtlError("syntax", `there is no tag "${name}"${expected}`);
  }

  #shown(token: Token): Render {
    if (token.text === "") throw new DtlError("syntax", "an expression is empty");
    const value = this.expression(token.text);
    return (cx) => {
      const found = value(cx);
      if (typeof found === "string" && cx.autoescape) {
        const made = escape(found);
        cx.room -= made.length;
        return made;
      }
      const text = typeof found === "string"
        ? found
        : typeof found === "number" && Number.isInteger(found)
        ? String(found)
        : found instanceof Safe
        ? found.text
        : written(found, cx.autoescape);
      cx.room -= text.length;
      return text;
    };
  }

  #placed<T>(place: Place, body: () => T): T {
    try {
      return body();
    } catch (error) {
      throw located(error, place);
    }
  }
}

/** Text and closures, one after the other. */
class List {
  readonly #texts: string[] = [""];
  readonly #parts: Render[] = [];
  readonly #places: Place[] = [];

  text(text: string): void {
    this.#texts[this.#texts.length - 1] += text;
  }

  add(part: Render, place: Place): void {
    this.#parts.push(part);
    this.#places.push(place);
    this.#texts.push("");
  }

  /** One closure of all; what a part throws gets its place. */
  render(): Render {
    const [first = "", ...texts] = this.#texts, parts = this.#parts, places = this.#places;
    const length = texts.reduce((sum, { length }) => sum + length, first.length);
    const count = parts.length;
    if (count === 0) {
      return (cx: Context) => {
        cx.spend(1, length);
        return first;
      };
    }
    return (cx: Context) => {
      let at = 0, made = first;
      try {
        cx.spend(count + 1, length);
        for (; at < count; at++) made += (parts[at] ?? nothing)(cx) + texts[at];
        return made;
      } catch (error) {
        const place = places[at] ?? places[0];
        throw place === undefined ? error : located(error, place);
      }
    };
  }
}

/** Makes no text. */
export const nothing: Render = () => "";
