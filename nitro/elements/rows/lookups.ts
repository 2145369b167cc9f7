/**
 * Comboboxes of which several things are chosen: `comboLookupVec` and what is made of it.
 *
 * @module
 */
import { type Body, define, type Element, type Make, type Out, type Props } from "../../element.ts";
import { type Choice, openChoice, sealChoice } from "../combo/item.ts";
import { comboLookup, type ComboLookupProps } from "../combo/combo.ts";
import { button } from "../form/button.ts";
import { details, summary } from "../interactive/interactive.ts";
import { notOffered } from "../offered/offered.ts";
import { list, row, type RowProps, type RowsProps, sent } from "./rows.ts";
import { sortableList } from "./sort.ts";
import { qv, type SourceValue } from "../../q.ts";
import type { Plain } from "../../../n2o/mod.ts";

/** Properties of a list of choices. */
export interface ComboLookupVecProps extends RowsProps {
  /** The combobox that adds to them: its label, what its lookups are about, and so on. Its id is `ID-input`. */
  readonly input: Omit<ComboLookupProps, "id" | "value" | "free">;
  /** What is chosen at first. */
  readonly values?: readonly Choice[] | undefined;
  /** The most choices; 100 by default. */
  readonly most?: number | undefined;
}

/**
 * Several choices: a combobox that adds to a list, which is sorted and shortened as `sortableList` is. The page hears the lookups of
 * `ID-input`, and the postback when the list changed; `chosenAll` reads it, in its order.
 */
export const comboLookupVec: Make<ComboLookupVecProps> = define<ComboLookupVecProps>(
  "comboLookupVec",
  (props, out) => vec(props, out),
);

/** Properties of a list of choices to which new ones can be made. */
export interface ComboLookupEditProps extends ComboLookupVecProps {
  /** The form for what is not there yet: its own button has a postback, upon which the page adds a `comboLookupItem`. */
  readonly form: Body;
  /** What opens the form. */
  readonly summary: Body;
}

/** A `comboLookupVec` with a form for what its combobox does not find. */
export const comboLookupEdit: Make<ComboLookupEditProps> = define<ComboLookupEditProps>(
  "comboLookupEdit",
  (props, out) => {
    const called = summary({ body: props.summary });
    const form = props.disabled
      ? null
      : details({ id: `${props.id}-form`, body: [called, props.form] });
    return vec(props, out, form);
  },
);

/** A choice as a row, for `insertBottom("ID-list", ...)` of a `comboLookupVec`: the counterpart of `comboVecAdd`. */
export function comboLookupItem(
  { id, choice, body }: { readonly id: string; readonly choice: Choice; readonly body?: Body },
): Element<Props> {
  return row({ ...chosenRow(id, choice, {}), body: body ?? choice.text });
}

/** Properties of choices that have a combobox each. */
export interface ComboLookupModifyProps extends ComboLookupVecProps {
  /** The combobox of a choice: its id has to be another one for each. */
  readonly modify: (choice: Choice) => ComboLookupProps;
}

/** A `comboLookupVec` whose choices have a combobox each, by which a part of them is changed: each is a source of its own. */
export const comboLookupModify: Make<ComboLookupModifyProps> = define<ComboLookupModifyProps>(
  "comboLookupModify",
  (props, out) => vec(props, out, null, (choice) => comboLookup(props.modify(choice))),
);

/** A group of choices. */
export interface ComboGroup {
  /** What it is known by. */
  readonly key: string;
  /** What it is called. */
  readonly name: string;
  /** What is in it. */
  readonly values: readonly Choice[];
}

/** Properties of groups of choices. */
export interface ComboLookupGroupProps extends Omit<ComboLookupVecProps, "values"> {
  /** The groups that are there. */
  readonly groups: readonly ComboGroup[];
  /** What is sent with the new group, `ID-draft`, which `chosenAll` reads: the page adds it and shows the whole anew. */
  readonly confirm: Plain | undefined;
  /** What the button of it says. */
  readonly confirmBody?: Body;
  /** What stands above the new group. */
  readonly subtitle?: Body;
}

/**
 * Groups of choices: those that are there can be sorted and taken away (`ordered` reads which are left, in their order), and a new one is
 * put together of what a combobox finds (`ID-draft`, whose lookups are those of `ID-draft-input`).
 */
export const comboLookupGroup: Make<ComboLookupGroupProps> = define<ComboLookupGroupProps>(
  "comboLookupGroup",
  ({ groups, confirm, confirmBody = "Add the group", subtitle, showIf: _, ...props }, out) => {
    const { id, input, most, disabled, words, delegate } = props, draft = `${id}-draft`;
    const body = disabled ? null : [
      comboLookupVec({ id: draft, input, most, words, body: subtitle }),
      button({
        id: `${id}-confirm`,
        body: confirmBody,
        postback: confirm,
        source: [draft],
        delegate,
      }),
    ];
    const items = groups.map(({ key, name, values }) => ({
      key,
      name,
      body: [name, ": ", values.map(({ text }) => text).join(", ")],
    }));
    return out.body(
      sortableList({ ...props, actions: undefined, items, body, closeable: true }),
    );
  },
);

/**
 * What was chosen in the list `id` of a `comboLookupVec`, in its order; `undefined` where the event has no such source, and where it is so
 * old that a seal is past its time: show it anew then.
 *
 * Each is one that this session was offered there; one may be there twice.
 *
 * @param value what came of the source, where that is known already.
 * @throws {NitroError} `offered` for what was never offered: let it through, and the event is refused and logged.
 */
export function chosenAll(
  id: string,
  value: SourceValue | undefined = qv(id),
): readonly Choice[] | undefined {
  const found = sent(id, value);
  if (found === undefined) return undefined;
  const { seal, rows } = found, choices: Choice[] = [];
  const most = typeof seal === "object" && seal !== null && "most" in seal ? seal.most : 0;
  if (typeof most !== "number" || rows.length > most) throw notOffered(id);
  for (const sealed of rows) {
    const choice = openChoice(`${id}-input`, sealed);
    if (choice === undefined) return undefined;
    choices.push(choice);
  }
  return choices;
}

function vec(
  props: ComboLookupVecProps,
  out: Out,
  after: Body = null,
  beside?: (choice: Choice) => Body,
): string {
  const { id, input, values = [], disabled = false, words, most = 100, body, delegate } = props;
  const shown = (choice: Choice) => {
    const made = chosenRow(id, choice, { disabled, words });
    return beside === undefined ? made : { ...made, body: [choice.text, " ", beside(choice)] };
  };
  const combo = disabled ? null : comboLookup({ delegate, ...input, id: `${id}-input` });
  return list(props, {
    rows: values.map(shown),
    template: disabled || beside !== undefined
      ? undefined
      : chosenRow(id, { id: "", text: "" }, { words }),
    before: [body, combo],
    after,
    seal: { most: Math.max(most, values.length) },
    most,
  }, out);
}

function chosenRow(
  id: string,
  choice: Choice,
  { disabled = false, words }: Pick<RowsProps, "disabled" | "words">,
): RowProps {
  return {
    key: choice.id === "" ? "" : sealChoice(`${id}-input`, choice),
    body: choice.text,
    name: choice.text,
    isMovable: !disabled,
    isClosable: !disabled,
    words,
  };
}
