/** Text of a document, a record or a message is text, whatever it says: the elements of the page are those that harmless text has. */
import {
  absenceView,
  type AnyDocument,
  buttonsView,
  captionView,
  document,
  errorsView,
  type Filled,
  type Mode,
  view,
  type ViewOptions,
} from "../../../form/mod.ts";
import { headView } from "../../../form/view/row.ts";
import type { Body } from "../../../nitro/mod.ts";
import { equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { filledOf } from "./filled.ts";
import { type Tag, tagsOf, textOf } from "./tree.ts";

const PIECES = [
  "a",
  ..."<>&\"'`=/ \n${}",
  "<script>alert(1)</script>",
  "</script>",
  "</textarea><img src=x onerror=alert(1)>",
  "</option></select>",
  "</legend></fieldset>",
  "</td></tr></table>",
  "</title>",
  "<!--",
  "]]>",
  "&lt;",
  "javascript:alert(1)",
  "\u2028",
  "\u202e",
] as const;

function said(text: string): Filled {
  const options = [{ name: text, title: text }, { name: "b", title: text }];
  const declared: AnyDocument = document({
    name: "d",
    title: text,
    sections: [{ id: "s", name: text, desc: text }],
    fields: [
      { id: "a", title: text, desc: text, placeholder: text, tooltips: [text], required: true },
      { id: "b", title: text, type: "textarea" },
      { id: "c", title: text, type: "select", options },
      { id: "d", title: text, type: "combo", options },
      { id: "e", title: text, type: "check", options },
      { id: "g", title: text, desc: text, type: "group", fields: [{ id: "a", title: text }] },
      { id: "t", title: text, type: "table", fields: [{ id: "a", title: text }] },
      { id: "r", title: text, vector: true, type: "group", fields: [{ id: "a", title: text }] },
      { id: "z", title: text, desc: text, labelClass: text, fieldClass: text, boxClass: text },
    ],
    buttons: [{ name: "go", title: text, postback: text, class: text }],
  }) as never; // as: its own options are text
  const rows = [{ a: text }, { a: text }];
  const values = {
    a: text,
    b: text,
    c: text,
    d: text,
    e: [text],
    g: { a: text },
    t: rows,
    r: rows,
  };
  const fault = { isTouched: true, issues: [{ path: "", code: "m", message: text }] };
  return filledOf(declared, { values, cells: { a: fault, g: fault, r: fault, "t/r1/a": fault } });
}

const OPTIONS: ViewOptions = {
  isSummed: true,
  issues: [{ path: "", code: "m", message: "wrong" }],
  press: () => ({ postback: "pressed" }),
};

/** The elements and what attributes they have; ids of options go by what is chosen. */
function shapeOf(tags: readonly Tag[]): readonly string[] {
  return tags.map(({ name, attributes }) =>
    `${name} ${Object.keys(attributes).filter((each) => each !== "id").sort()}`
  );
}

const MODES = ["edit", "view", "row", "compact", "search"] satisfies Mode[];

Deno.test(`hostile text stays text wherever a form has it; seed ${SEED}`, () => {
  for (let round = 0; round < rounds(12, 150); round++) {
    const draw = random(SEED + round);
    const text = Array.from({ length: 1 + draw.below(4) }, () => draw.pick(PIECES)).join("") + "!";
    const shapes = [text, "harmless!"].map((each) => {
      const filled = said(each),
        all: Body[] = MODES.map((mode) => view({ ...filled, mode }, OPTIONS));
      all.push(
        captionView(filled),
        buttonsView(filled),
        errorsView(filled, { ...OPTIONS, issues: [{ path: "", code: "m", message: each }] }),
        headView(filled),
        absenceView(filled, "failed", { message: each, retry: {} }),
      );
      return all.map((body) => tagsOf(body));
    });
    const [hostile = [], harmless = []] = shapes;
    hostile.forEach((tags, at) => equal(shapeOf(tags), shapeOf(harmless[at] ?? []), text));
    // The first is the form that is filled in: its title is the text, as a parser reads it.
    const title = hostile[0]?.find(({ name }) => name === "h2");
    equal(title === undefined ? undefined : textOf(title), text.replaceAll("\r", "\n"));
  }
});
