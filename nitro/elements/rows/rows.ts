/**
 * Lists whose rows the person moves, adds and takes away, and what comes of them to the page.
 *
 * @module
 */
import type { Plain } from "../../../n2o/mod.ts";
import { type Body, define, type Element, type Out, type Props } from "../../element.ts";
import { NitroError } from "../../error.ts";
import { wireChange } from "../offered/change.ts";
import type { SourceValue } from "../../q.ts";
import { attributes } from "../../attribute.ts";
import { emitTag } from "../../tag.ts";
import { notOffered, openOffered, sealOffered } from "../offered/offered.ts";

/** What a list says; `{name}` stands for the row, `{n}` for its place, `{count}` for how many there are. */
export interface RowWords {
  /** What moves a row. */
  readonly move: string;
  /** What takes a row away. */
  readonly remove: string;
  /** What adds a row. */
  readonly add: string;
  /** A row was grabbed. */
  readonly grabbed: string;
  /** It is at another place. */
  readonly moved: string;
  /** It was dropped. */
  readonly dropped: string;
  /** It is back where it was. */
  readonly cancelled: string;
  /** It was taken away. */
  readonly removed: string;
  /** A row was added. */
  readonly added: string;
  /** No other can be added. */
  readonly full: string;
}

const WORDS: RowWords = {
  move: "Move {name}",
  remove: "Remove {name}",
  add: "Add",
  grabbed:
    "{name} grabbed, place {n} of {count}. Arrow keys move it, Space drops it, Escape puts it back.",
  moved: "{name}, place {n} of {count}",
  dropped: "{name} dropped, place {n} of {count}",
  cancelled: "{name} is back at place {n} of {count}",
  removed: "{name} removed, {count} left",
  added: "{name} added, place {n} of {count}",
  full: "No more than {count}",
};

/** The most rows that a list has. */
export const MOST_ROWS = 1_000;
/** The longest text in a row, in UTF-16 units. */
export const LONGEST_TEXT = 10_000;

/** What lists have in common. */
export interface RowsProps extends Props {
  /** Its id: the source of what reads it. */
  readonly id: string;
  /** Whether it cannot be changed. */
  readonly disabled?: boolean | undefined;
  /** What it says, where that is not English: any of {@linkcode RowWords}. */
  readonly words?: Partial<RowWords> | undefined;
}

/** How a list is made of its rows. */
export interface Shape {
  /** The rows in their order, 1,000 at most. */
  readonly rows: readonly RowProps[];
  /** A row as it is added, if any can be. */
  readonly template?: RowProps | undefined;
  /** What stands before the rows. */
  readonly before?: Body;
  /** What stands behind the rows. */
  readonly after?: Body;
  /** What the browser gives back beside the rows. */
  readonly seal: Plain;
  /** How many rows it may have; 1,000 by default. */
  readonly most?: number | undefined;
}

/** What a row of a list shows, and what the person may do with it. */
export interface RowProps {
  /** What it is known by, in the browser. */
  readonly key: string;
  /** What it shows. */
  readonly body: Body;
  /** What it is called, for who does not see it. */
  readonly name: string;
  /** Whether it can be moved. */
  readonly isMovable: boolean;
  /** Whether it can be taken away. */
  readonly isClosable: boolean;
  /** What its buttons say, where that is not English. */
  readonly words?: Partial<RowWords> | undefined;
}

/** A row as the list holds it: `<li>`. */
export function row(props: RowProps): Element<Props & { readonly row: RowProps }> {
  return made({ row: props });
}

const made = define<Props & { readonly row: RowProps }>("sortableItem", ({ row }, out) => {
  const words = { ...WORDS, ...row.words };
  const button = (data: string, text: string) =>
    emitTag("button", {
      type: "button",
      "aria-label": text.replaceAll("{name}", () => row.name).trim(),
      [`data-n2o-${data}`]: text,
    });
  return emitTag(
    "li",
    { "data-n2o-row": row.key },
    (row.isMovable ? button("grab", words.move) : "") +
      emitTag("span", { "data-n2o-name": row.name }, out.body(row.body)) +
      (row.isClosable ? button("remove", words.remove) : ""),
  );
});

/** The markup of a list, its postback on what the person changes in it. */
export function list(props: RowsProps, shape: Shape, out: Out): string {
  const { id, disabled } = props, { rows, template } = shape;
  if (rows.length > MOST_ROWS) {
    throw new NitroError("render", `"${id}": ${rows.length} rows are too many, give ${MOST_ROWS}`);
  }
  const words = { ...WORDS, ...props.words };
  wireChange(props, out);
  if (!disabled) out.wire({ action: "part", part: "rows", target: id });
  const data = {
    ...props.data,
    "n2o-rows": sealOffered("rows", id, shape.seal),
    "n2o-most": shape.most ?? MOST_ROWS,
  };
  const said = Object.fromEntries(
    (["grabbed", "moved", "dropped", "cancelled", "removed", "added", "full"] as const)
      .map((name) => [`data-${name}`, words[name]]),
  );
  return `<div${
    attributes({ ...props, class: ["n2o-rows", ...[props.class ?? []].flat()], data })
  }>${
    out.body(shape.before) +
    emitTag("ul", { id: `${id}-list` }, out.body(rows.map(row))) +
    (template === undefined ? "" : emitTag("template", {}, out.body(row(template)))) +
    out.body(shape.after) + emitTag("output", said)
  }</div>`;
}

/** What a list sent: the seal of its page, and a text for each of its rows; `undefined` where it sent nothing, or what is past its time. */
export function sent(
  id: string,
  value: SourceValue | undefined,
): { readonly seal: Plain; readonly rows: readonly string[] } | undefined {
  // A list that the part of the client does not know yet has nothing to say.
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.length > MOST_ROWS + 1) throw notOffered(id);
  const [sealed = "", ...rows] = value.map((each) => {
    if (typeof each === "string") return each;
    throw notOffered(id);
  });
  const seal = openOffered("rows", id, sealed);
  return seal === undefined ? undefined : { seal, rows };
}

/** The keys of a list as they were sealed. */
export function sealedKeys(id: string, seal: Plain): ReadonlySet<string> {
  if (typeof seal === "object" && seal !== null && "keys" in seal && Array.isArray(seal.keys)) {
    return new Set(seal.keys.filter((key) => typeof key === "string"));
  }
  throw notOffered(id);
}
