/**
 * Markup as tests look through it.
 *
 * @module
 */
import { type Body, renderBody } from "../../../nitro/mod.ts";
import { type Node, parse } from "../../_support/html.ts";

/** An element of parsed markup. */
export type Tag = Exclude<Node, string>;

/** The elements that a body becomes, each before what it holds. A row of a table is parsed within one. */
export function tagsOf(body: Body): readonly Tag[] {
  const { html } = renderBody(body);
  return within(parse(html.startsWith("<tr") ? `<table><tbody>${html}</tbody></table>` : html));
}

/** The elements below nodes, each before what it holds. */
export function within(nodes: readonly Node[]): readonly Tag[] {
  return nodes.flatMap((node) => typeof node === "string" ? [] : [node, ...within(node.body)]);
}

/** The text of a node and of all below it. */
export function textOf(node: Node): string {
  return typeof node === "string" ? node : node.body.map(textOf).join("");
}

/** The element of an id, of which there is one. */
export function byId(tags: readonly Tag[], id: string): Tag {
  const found = tags.filter(({ attributes }) => attributes.id === id), [first] = found;
  if (first !== undefined && found.length === 1) return first;
  throw new Error(
    `${found.length} elements "${id}" among ${tags.map(({ attributes }) => attributes.id)}`,
  );
}

/** The elements of a class. */
export function byClass(tags: readonly Tag[], name: string): readonly Tag[] {
  return tags.filter(({ attributes }) => attributes.class?.split(" ").includes(name));
}

/** The ids of elements, in their order. */
export function idsOf(tags: readonly Tag[]): readonly string[] {
  return tags.flatMap(({ attributes: { id } }) => id === undefined ? [] : [id]);
}
