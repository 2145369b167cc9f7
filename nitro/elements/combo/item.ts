/**
 * What a combobox offers and what was chosen of it.
 *
 * @module
 */
import type { Plain } from "../../../n2o/mod.ts";
import { type Body, define, type Element, type Props } from "../../element.ts";
import { qv, type SourceValue } from "../../q.ts";
import { emitTag } from "../../tag.ts";
import { notOffered, openOffered, sealOffered } from "../offered/offered.ts";

/** A choice: what it is to the application, and what it is to the person. */
export interface Choice {
  /** Its id, any text of the application's. The browser sees it sealed only. */
  readonly id: string;
  /** What stands in the control when it is chosen. */
  readonly text: string;
}

/** A choice as the list of a combobox shows it. */
export interface Item extends Choice {
  /** What the list shows; the text by default. No links, buttons or fields: an option has none. */
  readonly body?: Body;
  /** Whether it is shown, but cannot be chosen. */
  readonly disabled?: boolean | undefined;
}

interface OptionProps extends Props {
  readonly combo: string;
  readonly item: Item;
  readonly isPassing: boolean;
}

/** An option of the combobox `combo`, as its list holds it; `isPassing` in an answer. */
export function itemOption(
  combo: string,
  item: Item,
  isPassing = false,
): Element<OptionProps> {
  return made({ combo, item, isPassing });
}

const made = define<OptionProps>(
  "comboItem",
  ({ combo, item, isPassing }, out) =>
    emitTag("li", {
      role: "option",
      "aria-selected": false,
      "aria-disabled": item.disabled ? true : undefined,
      "data-n2o-value": item.disabled ? undefined : sealChoice(combo, item, isPassing),
      "data-n2o-text": item.text,
    }, out.body(item.body ?? item.text)),
);

/** A choice of the combobox `combo` as the browser holds it. */
export function sealChoice(combo: string, { id, text }: Choice, isPassing = false): string {
  return sealOffered("choice", combo, { id, text }, isPassing);
}

/** The choice that `sealChoice` made; `undefined` where it is past its time. */
export function openChoice(combo: string, sealed: string): Choice | undefined {
  const value = openOffered("choice", combo, sealed);
  return value === undefined ? undefined : asChoice(combo, value);
}

function asChoice(combo: string, value: Plain): Choice {
  if (typeof value === "object" && value !== null && "id" in value && "text" in value) {
    const { id, text } = value;
    if (typeof id === "string" && typeof text === "string") return { id, text };
  }
  throw notOffered(combo);
}

/**
 * What the person chose in the combobox `id`, which is among the event's sources; `undefined` where nothing is chosen, and where the
 * choice is so old that its seal is past its time: show the control anew then.
 *
 * It is one that this session was offered there. Whether it may still be chosen is the application's to know.
 *
 * @param value what came of the source, where that is known already.
 * @throws {NitroError} `offered` for what was never offered: let it through, and the event is refused and logged.
 */
export function chosen(
  id: string,
  value: SourceValue | undefined = qv(id),
): Choice | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string") throw notOffered(id);
  return openChoice(id, value);
}
