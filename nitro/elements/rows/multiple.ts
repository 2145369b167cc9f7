/**
 * Inputs of which there are as many as the person wants: `multipleInput`.
 *
 * @module
 */
import { type Body, define, type Make } from "../../element.ts";
import { NitroError } from "../../error.ts";
import { button } from "../form/button.ts";
import { textbox } from "../input/input.ts";
import { qv, type SourceValue } from "../../q.ts";
import { notOffered } from "../offered/offered.ts";
import { list, LONGEST_TEXT, MOST_ROWS, type RowsProps, sealedKeys, sent } from "./rows.ts";

/** A row of inputs: what is in it, and what it is known by. */
export interface Row {
  /** The key that the page gave it, or `new-` and letters that the browser made for one that the person added. */
  readonly key: string;
  /** The values of its controls, in their order. */
  readonly values: readonly string[];
}

/** Properties of inputs of which there are several. */
export interface MultipleInputProps extends RowsProps {
  /** The rows that are there; a text stands for a row with this value and its place as the key. */
  readonly rows?: readonly (string | Row)[] | undefined;
  /** The controls of a row, without ids; a line of text by default. Each has a label of its own, its text the name by default. */
  readonly input?: ((values: readonly string[]) => Body) | undefined;
  /** What a row is called: the label of its text, and what is said of it. */
  readonly name?: string | undefined;
  /** The most rows; 100 by default. */
  readonly most?: number | undefined;
  /** Whether they can be sorted. */
  readonly sortable?: boolean | undefined;
}

const KEY = /^new-[0-9a-z]{1,32}$/;

/**
 * Inputs of which there are as many as the person wants: rows with a button that takes each away, and one that adds another. Its body
 * stands before them. `rows` reads them, from any event that has the id among its sources; the postback is sent when a row came, went,
 * moved or was changed.
 *
 * @throws {NitroError} `render` for more than `most` rows, for a key that is there twice or begins with `new-`.
 *
 * @example
 * ```ts
 * import { nitro } from "@n2o/n2o";
 * import { multipleInput } from "@n2o/n2o/nitro/rich";
 *
 * const { html } = nitro.renderBody(multipleInput({ id: "phones", name: "Phone", rows: ["+380 44"] }));
 * if (!html.includes('value="+380 44"')) throw new Error(html);
 * ```
 */
export const multipleInput: Make<MultipleInputProps> = define<MultipleInputProps>(
  "multipleInput",
  (props, out) => {
    const { id, name = "", body, most = 100, disabled = false, sortable = false, words } = props;
    const { input = (values) => line(name, values[0] ?? "", disabled) } = props;
    const rows = (props.rows ?? []).map((each, at) =>
      typeof each === "string" ? { key: String(at), values: [each] } : each
    );
    const keys = rows.map(({ key }) => key);
    if (new Set(keys).size < keys.length || keys.some((key) => key.startsWith("new-"))) {
      throw new NitroError("render", `"${id}": each row needs a key of its own, none "new-..."`);
    }
    if (most > MOST_ROWS || rows.length > most) {
      throw new NitroError("render", `"${id}": at most ${Math.min(most, MOST_ROWS)} rows`);
    }
    const shown = ({ key, values }: Row) => ({
      key,
      body: input(values),
      name,
      isMovable: sortable && !disabled,
      isClosable: !disabled,
      words,
    });
    const shape = {
      rows: rows.map(shown),
      template: disabled ? undefined : shown({ key: "new-", values: [] }),
      before: body,
      after: disabled
        ? null
        : button({ body: words?.add ?? "Add", data: { "n2o-add": true }, class: "n2o-add" }),
      seal: { keys, most },
      most,
    };
    return list(props, shape, out);
  },
);

function line(name: string, value: string, disabled: boolean): Body {
  return textbox({ value, disabled, maxlength: LONGEST_TEXT, aria: { label: name } });
}

/**
 * The rows of the multiple input `id` as the person left them. `undefined` where the event has no such source, and where the page is so
 * old that its seal is past its time: show it anew then.
 *
 * A row has a key that the page gave it, each at most once, or one that begins with `new-`; values are what anybody may have typed, of
 * at most 10,000 characters each.
 *
 * @param value what came of the source, where that is known already.
 * @throws {NitroError} `offered` for any other rows: let it through, and the event is refused and logged.
 */
export function rows(
  id: string,
  value: SourceValue | undefined = qv(id),
): readonly Row[] | undefined {
  const found = sent(id, value);
  if (found === undefined) return undefined;
  const { seal } = found, known = sealedKeys(id, seal), seen = new Set<string>();
  const most = typeof seal === "object" && seal !== null && "most" in seal ? seal.most : 0;
  if (typeof most !== "number" || found.rows.length > Math.max(most, known.size)) {
    throw notOffered(id);
  }
  return found.rows.map((text) => {
    const row = read(id, text);
    if (seen.has(row.key) || !known.has(row.key) && !KEY.test(row.key)) throw notOffered(id);
    seen.add(row.key);
    return row;
  });
}

/** The most controls of a row. */
const MOST_CONTROLS = 64;

function read(id: string, text: string): Row {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw notOffered(id, { cause });
  }
  if (!Array.isArray(given) || given.length > MOST_CONTROLS + 1) throw notOffered(id);
  const [key = "", ...values] = given.map((each) => {
    if (typeof each === "string" && each.length <= LONGEST_TEXT) return each.toWellFormed();
    throw notOffered(id);
  });
  return { key, values };
}
