/**
 * Values side by side, as a person reads them.
 *
 * @module
 */
import { type Body, p, span, table, tbody, td, th, thead, tr } from "../../nitro/mod.ts";
import type { Compiled, Node } from "../document/compile.ts";
import type { Permission } from "../state/access.ts";
import { idsOf } from "../view/id.ts";
import type { Filling } from "./filling.ts";

/** What shows where there is no value. */
const NONE = "—";

/** The field of a path, with whatever keys of rows; undefined where there is none. */
export function nodeOf({ children }: Compiled, path: string): Node | undefined {
  let nodes = children, node: Node | undefined, isKey = false;
  for (const name of path.split("/")) {
    if (isKey) {
      isKey = false;
      continue;
    }
    node = nodes.get(name);
    if (node === undefined) return undefined;
    nodes = node.children;
    isKey = node.isRepeated;
  }
  return node;
}

/** Whether a person is ever shown a field. */
export function isSeen(permission: (node: Node) => Permission, node: Node): boolean {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) {
    if (at.field.hidden === true) return false;
  }
  return permission(node).see;
}

/** What a place is called: what is around it first. */
function nameOf({ setup: { compiled }, locale, permission }: Filling, path: string): Body {
  const names = path.split("/"), said: Body[] = [];
  for (let at = 1; at <= names.length; at++) {
    const node = nodeOf(compiled, names.slice(0, at).join("/"));
    if (node === undefined) continue;
    if (said.length > 0) said.push(", ");
    const { title, id } = node.field;
    said.push(isRule(title) || title === undefined ? id : title);
    if (node.isRepeated && at < names.length) {
      // What the index of a row holds, or its place, tells it apart.
      const row = (names[at] ?? "").replace(/^(?:i-|[rn](?=\d+$))/, "");
      const index = node.children.get(node.field.index ?? "");
      const isTold = index === undefined || isSeen(permission, index);
      if (isTold) said.push(` ${locale.say("clash.row", { row })}`);
      at++;
    }
  }
  return said;
}

function isRule(title: unknown): title is { readonly feel: string } {
  return typeof title === "object" && title !== null && "feel" in title;
}

/** A value as text, as its type shows it. */
export function valueSaid(filling: Filling, path: string, value: unknown): Body {
  const { setup: { compiled }, mode, locale } = filling, node = nodeOf(compiled, path);
  if (value === undefined || value === null || node === undefined) return NONE;
  if (!isSeen(filling.permission, node)) return NONE;
  const { type, field, children } = node;
  if (children.size > 0) return groupSaid(filling, path, value);
  if (!type.is(value, field)) return NONE;
  return type.show(value, {
    field,
    path,
    id: idsOf({ compiled, mode }).control(path),
    value,
    raw: undefined,
    mode: "view",
    locale,
    title: field.id,
    isRequired: false,
    isDisabled: true,
    min: field.min,
    max: field.max,
    options: field.options ?? [],
    isInvalid: false,
    describedBy: undefined,
    typeOf: compiled.typeOf,
  });
}

/** The most fields of a group, or rows, that are told. */
const MOST = 20;

function groupSaid(filling: Filling, path: string, value: unknown): Body {
  if (Array.isArray(value)) {
    return filling.locale.say("rows.count", { count: value.length });
  }
  const { setup: { compiled } } = filling, isRow = /[^/]+\/[^/]+$/.test(path);
  const node = nodeOf(compiled, path);
  if (node === undefined || typeof value !== "object" || value === null) return NONE;
  const around = node.isRepeated && !isRow ? `${path}/*` : path;
  const seen = [...node.children].filter(([, each]) => isSeen(filling.permission, each));
  return seen.slice(0, MOST).flatMap(([id]) => {
    const own: unknown = Object.hasOwn(value, id) ? Reflect.get(value, id) : undefined;
    return own === undefined
      ? []
      : [span({ body: valueSaid(filling, `${around}/${id}`, own) }), " "];
  });
}

/** A table of values side by side; `columns` say what each column is, a row what stands in it. */
export function sideBySide(
  filling: Filling,
  columns: readonly string[],
  rows: readonly { readonly path: string; readonly cells: readonly Body[] }[],
  id: string,
): Body {
  const { locale } = filling;
  if (rows.length === 0) return p({ body: locale.say("clash.none") });
  return table({
    id,
    class: "n2o-table n2o-clash",
    body: [
      thead({
        body: tr({
          body: ["clash.field", ...columns].map((key) =>
            th({ scope: "col", body: locale.say(key) })
          ),
        }),
      }),
      tbody({
        body: rows.map(({ path, cells }, at) =>
          tr({
            id: `${id}-${at}`,
            body: [
              th({ scope: "row", id: `${id}-${at}-name`, body: nameOf(filling, path) }),
              cells.map((body) => td({ body })),
            ],
          })
        ),
      }),
    ],
  });
}
