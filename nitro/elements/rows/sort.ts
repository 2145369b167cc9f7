/**
 * Lists that the person sorts: `sortableList` and its rows.
 *
 * @module
 */
import { type Body, define, type Element, type Make, type Props } from "../../element.ts";
import { NitroError } from "../../error.ts";
import { qv, type SourceValue } from "../../q.ts";
import { textOf } from "../../tag.ts";
import { notOffered } from "../offered/offered.ts";
import { list, row, type RowsProps, sealedKeys, sent } from "./rows.ts";

/** A row of a list. */
export interface SortableItemProps {
  /** What it is known by: another one for each row. */
  readonly key: string;
  /** What it shows. */
  readonly body: Body;
  /** What it is called, for who does not see it; its body where that is a text, else its key. */
  readonly name?: string | undefined;
}

/** Properties of a list that is sorted. */
export interface SortableListProps extends RowsProps {
  /** The rows, in their order. */
  readonly items: readonly SortableItemProps[];
  /** Whether rows can be taken away. */
  readonly closeable?: boolean | undefined;
}

/**
 * A list that the person sorts: `<ul>`, with a button in each row that moves it. With a pointer it is dragged; with the keyboard Space or
 * Enter grabs it, the arrows, Home and End move it, Space or Enter drops it, Escape puts it back, and all is said. Its body stands before
 * the list. Where anything changed its postback is sent, and `ordered` tells the new order.
 *
 * @throws {NitroError} `render` for more than 1,000 rows, and for a key that is there twice.
 *
 * @example
 * ```ts
 * import { nitro } from "@n2o/n2o";
 * import { sortableList } from "@n2o/n2o/nitro/rich";
 *
 * const { html } = nitro.renderBody(
 *   sortableList({ id: "tasks", items: [{ key: "1", body: "Write" }, { key: "2", body: "Read" }] }),
 * );
 * if (!html.includes('aria-label="Move Write"')) throw new Error(html);
 * ```
 */
export const sortableList: Make<SortableListProps> = define<SortableListProps>(
  "sortableList",
  (props, out) => {
    const { id, items, closeable = false, disabled = false, body, words } = props;
    const keys = items.map(({ key }) => key);
    if (new Set(keys).size < keys.length) {
      throw new NitroError("render", `"${id}": each row needs a key of its own`);
    }
    const rows = items.map((item) => ({
      key: item.key,
      body: item.body,
      name: nameOf(item),
      isMovable: !disabled,
      isClosable: closeable && !disabled,
      words,
    }));
    return list(props, { rows, before: body, seal: { keys, closeable } }, out);
  },
);

/** A row by itself, for `insertBottom("ID-list", ...)`. The page has to show the list anew before what has it is `ordered`. */
export function sortableItem(
  { closeable = false, ...item }: SortableItemProps & { readonly closeable?: boolean },
): Element<Props> {
  return row({
    key: item.key,
    body: item.body,
    name: nameOf(item),
    isMovable: true,
    isClosable: closeable,
  });
}

function nameOf({ key, body, name = textOf(body) ?? key }: SortableItemProps) {
  return name;
}

/**
 * The keys of the sortable list `id` in the order that the person gave them: all of them, or some where they can be taken away, none
 * twice and none that the list did not have. `undefined` where the event has no such source, and where the list is so old that its
 * seal is past its time: show it anew then.
 *
 * @param value what came of the source, where that is known already.
 * @throws {NitroError} `offered` for any other order: let it through, and the event is refused and logged.
 */
export function ordered(
  id: string,
  value: SourceValue | undefined = qv(id),
): readonly string[] | undefined {
  const found = sent(id, value);
  if (found === undefined) return undefined;
  const { seal, rows } = found, keys = sealedKeys(id, seal), given = new Set(rows);
  const isCloseable = typeof seal === "object" && seal !== null && "closeable" in seal &&
    seal.closeable === true;
  if (
    given.size < rows.length || !rows.every((key) => keys.has(key)) ||
    !isCloseable && rows.length !== keys.size
  ) throw notOffered(id);
  return rows;
}
