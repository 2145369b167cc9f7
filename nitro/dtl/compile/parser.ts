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
  /** The tag that ended it; an empty text at the end of the template. */
  readonly token: Token;
}

/** Goes through the tokens of a template. */
export class Parser {
  /** Blocks that it found. */
  readonly blocks: Map<string, Block> = new Map();
  /** Cycles that have a name. */
  readonly cycles: Map<string, { readonly render: Render; readonly key: object }> = new Map();
  /** The last cycle: what `{% resetcycle %}` without a name begins again. */
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

  /** Begins at the first of the tokens of `file`; tags may stand `nesting` deep in one another. */
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
        list.value(this.#placed(token, () => this.#shown(token)), token);
      } else {
        const [name = ""] = token.text.split(/\s/, 1);
        if (ends.includes(name)) {
          this.#depth--;
          return { render: list.render(), end: name, token };
        }
        list.tag(this.#placed(token, () => this.#tag(name, token, ends)), token);
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

  #shown(token: Token): Expression {
    if (token.text === "") throw new DtlError("syntax", "an expression is empty");
    return this.expression(token.text);
  }

  #placed<T>(place: Place, body: () => T): T {
    try {
      return body();
    } catch (error) {
      throw located(error, place);
    }
  }
}

/** Text, tags and expressions, one after the other. */
class List {
  readonly #texts: string[] = [""];
  /** A tag, or nothing where an expression is. */
  readonly #tags: (Render | undefined)[] = [];
  readonly #values: Expression[] = [];
  readonly #places: Place[] = [];

  text(text: string): void {
    this.#texts[this.#texts.length - 1] += text;
  }

  tag(tag: Render, place: Place): void {
    this.#add(tag, none, place);
  }

  value(value: Expression, place: Place): void {
    this.#add(undefined, value, place);
  }

  #add(tag: Render | undefined, value: Expression, place: Place): void {
    this.#tags.push(tag);
    this.#values.push(value);
    this.#places.push(place);
    this.#texts.push("");
  }

  /** One closure of all; what a part throws gets its place. */
  render(): Render {
    const [first = "", ...texts] = this.#texts, tags = this.#tags, values = this.#values;
    const length = texts.reduce((sum, { length }) => sum + length, first.length);
    const count = tags.length, places = this.#places;
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
        for (; at < count; at++) {
          const tag = tags[at];
          made += tag === undefined ? shown((values[at] ?? none)(cx), cx) : tag(cx);
          made += texts[at];
        }
        return made;
      } catch (error) {
        throw located(error, places[at] ?? NOWHERE);
      }
    };
  }
}

/** A value as it stands in a text: what most of them are is asked first. */
function shown(value: unknown, cx: Context): string {
  let text: string;
  if (typeof value === "string") text = cx.autoescape ? escape(value) : value;
  else if (typeof value === "number" && Number.isInteger(value)) text = String(value);
  else text = value instanceof Safe ? value.text : written(value, cx.autoescape);
  cx.room -= text.length;
  return text;
}

const none: Expression = () => "";

const NOWHERE: Place = { file: "", line: 1, tag: "" };

/** Makes no text. */
export const nothing: Render = () => "";
