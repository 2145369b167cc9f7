/**
 * Bodies of updates by chance, each a few changes away from the one before.
 *
 * @module
 */
import * as nitro from "../../../../nitro/mod.ts";
import type { Random } from "../../../_support/random.ts";

/** What a body is made of. */
export interface Part {
  kind: string;
  id: string | undefined;
  text: string;
  isOn: boolean;
  number: number;
  parts: Part[];
}

const TEXTS = [
  ...[
    "",
    "7",
    "1,234.50",
    "short",
    "a text of more than seven bytes",
    "ї",
    "\u{1f600} and more of it",
  ],
  ...[
    "a < b & c > d",
    `"quoted" 'both'`,
    "</div><script>alert(1)</script>",
    "&amp;&#39;",
    "a\nb",
    "\n",
    " ",
  ],
  ...["\r\n", "\u0000", "auto-0123456789", "<!--", "]]>", "a".repeat(300)],
] as const;
const LEAVES = [
  "span",
  "output",
  "input",
  "checkbox",
  "radio",
  "textarea",
  "button",
  "b",
  "bare",
] as const;
const BOXES = [
  "div",
  "p",
  "ul",
  "list",
  "section",
  "select",
  "table",
  "kept",
  "editable",
  "raw",
] as const;

/** Makes bodies. */
export class Bodies {
  readonly #choices: Random;
  #last = 0;

  constructor(choices: Random) {
    this.#choices = choices;
  }

  /** A body under an id. */
  first(id: string): Part {
    return { ...this.#box(0), kind: "div", id };
  }

  /** A few changes of a body. */
  next(body: Part): Part {
    const made = structuredClone(body), { below } = this.#choices;
    for (let left = 1 + below(3); left > 0; left--) this.#change(made);
    return made;
  }

  #change(root: Part): void {
    const { below, pick } = this.#choices, all = [root, ...within(root)];
    const part = all[below(all.length)] ?? root;
    switch (below(9)) {
      case 0:
      case 1:
      case 2:
        part.text = pick(TEXTS);
        return;
      case 3:
        part.isOn = !part.isOn;
        return;
      case 4:
        part.number = below(5);
        return;
      case 5:
        part.parts.splice(below(part.parts.length + 1), 0, this.#part(3));
        return;
      case 6:
        part.parts.splice(below(part.parts.length), 1);
        return;
      case 7: {
        const [moved] = part.parts.splice(below(part.parts.length), 1);
        if (moved !== undefined) part.parts.splice(below(part.parts.length + 1), 0, moved);
        return;
      }
      default: {
        // From one place to another.
        const [moved] = part.parts.splice(below(part.parts.length), 1);
        const rest = [root, ...within(root)];
        if (moved !== undefined) rest[below(rest.length)]?.parts.push(moved);
      }
    }
  }

  #part(depth: number): Part {
    return depth > 3 || this.#choices.below(3) > 0 ? this.#leaf() : this.#box(depth + 1);
  }

  #leaf(): Part {
    return { ...this.#common(), kind: this.#choices.pick(LEAVES), parts: [] };
  }

  #box(depth: number): Part {
    const { below, pick } = this.#choices;
    const parts = Array.from({ length: below(6) }, () => this.#part(depth));
    return { ...this.#common(), kind: pick(BOXES), parts };
  }

  #common() {
    const { below, pick } = this.#choices;
    const id = below(4) > 0 ? `i${this.#last++}` : undefined;
    return { id, text: pick(TEXTS), isOn: below(2) === 0, number: below(5) };
  }
}

function within(part: Part): Part[] {
  return part.parts.flatMap((each) => [each, ...within(each)]);
}

/** The element of a part. */
export function element(part: Part): nitro.Body {
  const { kind, id, text, isOn, number } = part, { elements: e } = nitro;
  const parts = () => part.parts.map(element), title = isOn ? `is ${number}` : undefined;
  switch (kind) {
    case "span":
      return e.span({ id, body: text, title });
    case "output":
      return e.output({ id, body: text });
    case "b":
      return e.b({ id, body: text });
    case "bare":
      return text;
    case "input":
      return e.input({ id, name: `n${number}`, value: text });
    case "checkbox":
      return e.checkbox({ id, checked: isOn, value: number, label: false });
    case "radio":
      return e.radio({ id, name: "r", checked: isOn, value: number });
    case "textarea":
      return e.textarea({ id, value: text, name: "t" });
    case "button":
      return e.button({ id, body: text, postback: { number }, source: isOn ? ["i1"] : [] });
    case "p":
      return e.p({ id, body: [text, ...parts()] });
    case "ul":
      return e.ul({
        id,
        body: part.parts.map((each) => e.li({ id: each.id && `l${each.id}`, body: element(each) })),
      });
    case "list":
      return e.div({
        id,
        body: part.parts.map((each, at) =>
          e.div({ id: each.id ?? `${id}-${at}`, title, body: each.text })
        ),
      });
    case "select":
      return e.select({
        id,
        name: "s",
        body: part.parts.map(({ text, number, isOn }) =>
          e.option({ body: text, value: number, selected: isOn })
        ),
      });
    case "table":
      return e.table({
        id,
        body: e.tbody({
          id: id && `b${id}`,
          body: part.parts.map((each) =>
            e.tr({
              id: each.id && `r${each.id}`,
              body: [
                e.td({ body: element(each) }),
                e.td({ id: each.id && `d${each.id}`, body: each.text }),
              ],
            })
          ),
        }),
      });
    case "kept":
      return e.div({ id, attributes: { "data-n2o-keep": true }, body: [text, ...parts()] });
    case "editable":
      return e.div({ id, contenteditable: true, body: [text, ...parts()] });
    case "raw":
      return e.div({
        id,
        body: [
          nitro.raw(
            isOn
              ? `<i class='x'>${number}</i>`
              : `<svg viewBox="0 0 9 9"><path d="M0 ${number}"/></svg>`,
          ),
          ...parts(),
        ],
      });
    case "section":
      return e.section({ id, title, body: parts() });
    default:
      return e.div({ id, title, body: [text, ...parts()] });
  }
}
