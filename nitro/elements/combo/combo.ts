/**
 * Comboboxes: `comboLookup`, whose list the page answers as the person types, and `combo`, whose list is there from the beginning.
 *
 * They follow the practice "editable combobox with list autocomplete" of WAI-ARIA.
 *
 * @module
 */
import { sha256Sync, toBase64 } from "../../../base/mod.ts";
import type { Plain } from "../../../n2o/mod.ts";
import { type Body, define, type Make, type Out, type Props } from "../../element.ts";
import { event } from "../../event.ts";
import { attributes } from "../../attribute.ts";
import { emitTag } from "../../tag.ts";
import type { Aria } from "../../aria.ts";
import { ariaOf, describedBy } from "../offered/told.ts";
import { wireChange } from "../offered/change.ts";
import { type Choice, type Item, itemOption, sealChoice } from "./item.ts";
import { askId, LONGEST, lookupPostback } from "./lookup.ts";

/** What a combobox says; `{n}` stands for a number. */
export interface ComboWords {
  /** The button that opens the list. */
  readonly open: string;
  /** The page is asked. */
  readonly busy: string;
  /** How many there are. */
  readonly found: string;
  /** How many there are so far. */
  readonly more: string;
  /** There are none. */
  readonly none: string;
  /** The page did not answer. */
  readonly failed: string;
  /** What was typed is none of the list. */
  readonly invalid: string;
}

const WORDS: ComboWords = {
  open: "Show the list",
  busy: "Searching",
  found: "{n} found",
  more: "{n} found, and more below",
  none: "Nothing found",
  failed: "The search failed. Press Enter to try again.",
  invalid: "Please choose one of the list.",
};

/** What comboboxes have in common. */
export interface ComboFieldProps extends Props {
  /** Its id: the source of `chosen`. What is typed is the source `ID-text`. */
  readonly id: string;
  /** What is chosen at first. */
  readonly value?: Choice | undefined;
  /** Whether a text that is none of the list is good as well: it is the source `ID-text`. */
  readonly free?: boolean | undefined;
  /** A hint that shows while it is empty; no substitute for a label, which is the body or, without one, an element `ID-label` for `ID-text`. */
  readonly placeholder?: string | undefined;
  /** Whether something must be there. */
  readonly required?: boolean | undefined;
  /** Whether it cannot be used. */
  readonly disabled?: boolean | undefined;
  /** What assistive technology is told of its field: what describes it, whether it is wrong. */
  readonly input?: Aria | undefined;
  /** What it says, where that is not English: any of {@linkcode ComboWords}. */
  readonly words?: Partial<ComboWords> | undefined;
}

/** Properties of a combobox that asks its page. */
export interface ComboLookupProps extends ComboFieldProps {
  /** What the page hears with each lookup, as `about`: the path of a feed, say. It is sealed. */
  readonly lookup?: Plain | undefined;
}

/** Properties of a combobox with a list of its own. */
export interface ComboProps extends ComboFieldProps {
  /** What there is to choose. */
  readonly options: readonly Item[];
}

interface FieldProps extends ComboFieldProps {
  readonly options?: readonly Item[] | undefined;
}

/**
 * A field with a list of what begins to match as the person types. Its label is the body.
 *
 * The page hears a lookup (`lookup(event)`) and answers it (`offer`), at once or when its promise is resolved: meanwhile the field is
 * `aria-busy`, and one lookup is under way at a time, the last text after it. What fails is said, with a way to try again. The postback
 * is sent when something was chosen or taken away, and `chosen` tells what, also from another event that has the id among its sources.
 *
 * Keys: Down and Up open the list and go through it, Alt+Down opens it, Enter chooses, Escape closes it and then empties the field,
 * Home and End belong to the text, Tab leaves it. On the classic wire it is a field of text.
 *
 * @example
 * ```ts
 * import { nitro } from "@n2o/n2o";
 * import { comboLookup } from "@n2o/n2o/nitro/rich";
 *
 * const { html } = nitro.renderBody(comboLookup({ id: "client", body: "Client" }));
 * if (!html.includes(' for="client-text">Client</label>')) throw new Error(html);
 * ```
 */
export const comboLookup: Make<ComboLookupProps> = define<ComboLookupProps>(
  "comboLookup",
  (props, out) => {
    const { id, delegate, disabled, lookup = null } = props;
    if (!disabled) {
      const postback = lookupPostback(id, lookup);
      out.wire(
        event({ target: id, type: "n2o:lookup", postback, source: [askId(id)], delegate }),
      );
    }
    return field(props, out);
  },
);

/** A field with a list: the page is asked nothing, the browser shows what matches. Its list is the page's own, up to some hundreds. */
export const combo: Make<ComboProps> = define<ComboProps>("combo", field);

/** Properties of a combobox that fills in a text. */
export interface ComboLookupTextProps extends ComboLookupProps {
  /** The text area that what is chosen is written into, at the caret: an element with an id, which is the source of the text. */
  readonly textarea: Body;
}

/** A combobox whose choices are written into the text area below it. The combobox itself is `ID-lookup`. */
export const comboLookupText: Make<ComboLookupTextProps> = define<ComboLookupTextProps>(
  "comboLookupText",
  ({ textarea, id, class: named, showIf: _, actions: __, ...props }, out) =>
    `<div${attributes({ id, class: named, data: { "n2o-into": true } })}>${
      out.body([comboLookup({ ...props, id: `${id}-lookup` }), textarea])
    }</div>`,
);

/** Tells a choice from others without telling its id. */
function mark(id: string): string {
  return toBase64(sha256Sync(id), { alphabet: "base64url" }).slice(0, 12);
}

function field(props: FieldProps, out: Out): string {
  const { id, body, value, free, disabled, options } = props;
  const words = { ...WORDS, ...props.words };
  wireChange(props, out);
  if (!disabled) out.wire({ action: "part", part: "combo", target: id });
  const sealed = value === undefined ? "" : sealChoice(id, value);
  return `<div${
    attributes({
      ...props,
      class: ["n2o-combo", ...[props.class ?? []].flat()],
      data: {
        ...props.data,
        "n2o-combo": options === undefined ? "lookup" : "list",
        "n2o-value": sealed,
        // A seal is another one each time.
        "n2o-key": value && mark(value.id),
        "n2o-text": value?.text ?? "",
        "n2o-invalid": free ? undefined : words.invalid,
      },
    })
  }>${
    (body === undefined
      ? ""
      : emitTag("label", { id: `${id}-label`, for: `${id}-text` }, out.body(body))) +
    emitTag("input", {
      id: `${id}-text`,
      type: "text",
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": false,
      "aria-controls": `${id}-list`,
      ...ariaOf(props.input),
      "aria-describedby": describedBy(props.input, `${id}-said`),
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: false,
      maxlength: LONGEST,
      value: value?.text,
      placeholder: props.placeholder,
      required: props.required,
      disabled,
    }) +
    emitTag("button", {
      type: "button",
      tabindex: -1,
      "aria-label": words.open,
      disabled,
      "data-n2o-open": true,
    }) +
    // What the source reads until the part of the client is there.
    emitTag("input", { type: "radio", hidden: true, checked: true, value: sealed }) +
    emitTag("input", { type: "hidden", id: askId(id) }) +
    // The list is of the person's last question: an update of the page leaves it alone. Where it is the page's own, each update brings it.
    emitTag(
      "div",
      { class: "n2o-popup", hidden: true, "data-n2o-keep": options === undefined },
      emitTag(
        "ul",
        { id: `${id}-list`, role: "listbox", "aria-labelledby": `${id}-label` },
        out.body(options?.map((item) => itemOption(id, item))),
      ),
    ) +
    emitTag("output", {
      id: `${id}-said`,
      "data-busy": words.busy,
      "data-found": words.found,
      "data-more": words.more,
      "data-none": words.none,
      "data-failed": words.failed,
    })
  }</div>`;
}
