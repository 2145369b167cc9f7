/**
 * Templates that stand on others: `{% extends %}` and `{% block %}`.
 *
 * @module
 */
import type { Tag } from "../compile/parser.ts";
import { DtlError } from "../error.ts";
import type { Block, Context, State, Template } from "../run/context.ts";
import { Safe } from "../value/safe.ts";
import { nameOf, templateOf } from "./named.ts";
import { refuse, wants } from "./words.ts";

/** Blocks by name, those of the template that extends most last. */
const BLOCKS = Symbol("blocks"), ABOVE = Symbol("templates above");
type Stacks = Map<string, Block[]>;

function stacksOf(state: State): Stacks | undefined {
  const found = state.get(BLOCKS);
  return found instanceof Map ? found : undefined;
}

/** A part that templates which extend this one may replace. */
export const block: Tag = (parser, words) => {
  const [, name = ""] = words;
  wants(words.length === 2, "{% block name %}");
  if (parser.blocks.has(name)) refuse(`the block "${name}" stands in this template twice`);
  // Its place is taken before what stands in it is read.
  parser.blocks.set(name, { name, render: () => "" });
  const { render, token } = parser.body(["endblock"]);
  if (token.text !== "endblock" && token.text !== `endblock ${name}`) {
    refuse(`"${token.text}" ends another block than "${name}"`);
  }
  const own: Block = { name, render };
  parser.blocks.set(name, own);
  return (cx) => shown(own, cx);
};

/** The text of a block: that of the template which replaced it last. */
function shown(own: Block, cx: Context): string {
  const stack = stacksOf(cx.state)?.get(own.name), top = stack?.pop();
  const { name, render } = top ?? own;
  const isAlone = stacksOf(cx.state) === undefined;
  const above = (): Safe => {
    if (isAlone) throw new DtlError("syntax", "block.super stands in a template that extends none");
    // Within a template that is included nothing stands above.
    const next = stacksOf(cx.state)?.get(name)?.at(-1);
    return new Safe(next === undefined ? "" : cx.deeper(1, () => shown(next, cx)));
  };
  const { state } = cx;
  try {
    return cx.within(new Map([["block", { name, super: above }]]), () => render(cx));
  } finally {
    if (top !== undefined) stacksOf(state)?.get(name)?.push(top);
  }
}

/** Stands on another template: what is no block of this one is not shown. */
export const extend: Tag = (parser, words) => {
  wants(words.length === 2, '{% extends "base.html" %}');
  if (parser.hasBegun) refuse("it has to be the first tag of a template");
  const name = nameOf(parser, words[1] ?? "");
  parser.isExtending = true;
  parser.hasBegun = true;
  parser.body([]);
  const { blocks, file } = parser;
  return (cx) => {
    const above = aboveOf(cx.state, file), found = templateOf(name(cx), cx, file, above);
    const stacks = stacksOf(cx.state) ?? new Map<string, Block[]>();
    cx.state.set(BLOCKS, stacks);
    under(stacks, blocks);
    if (!found.isExtending) under(stacks, found.blocks);
    return standing(found, above, cx);
  };
};

function standing(found: Template, above: Set<string>, cx: Context): string {
  above.add(found.file);
  try {
    return cx.deeper(found.depth, () => found.render(cx));
  } finally {
    above.delete(found.file);
  }
}

/** Templates of a chain: none of them stands on itself. */
function aboveOf(state: State, file: string): Set<string> {
  const found = state.get(ABOVE), above = found instanceof Set ? found : new Set([file]);
  state.set(ABOVE, above);
  return above;
}

/** Adds blocks under those that replace them. */
function under(stacks: Stacks, blocks: ReadonlyMap<string, Block>): void {
  for (const [name, block] of blocks) {
    const stack = stacks.get(name) ?? [];
    stack.unshift(block);
    stacks.set(name, stack);
  }
}
