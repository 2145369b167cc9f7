/**
 * A document of 50 fields, ten of them computed, from declaration and record to HTML, beside the same tree written by hand in nitro with
 * the computed values in place. Each makes the same markup. What is measured is the best of many short turns, in which nothing else of the
 * machine came between, and the median of the ratios of turns that followed each other.
 *
 * @module
 */
import { compiled, document, locale, rule, sheet, view, type ViewOptions } from "../../form/mod.ts";
import {
  div,
  type Element,
  form,
  label,
  metaLink,
  p,
  renderBody,
  textbox,
} from "../../nitro/mod.ts";
import { median, table } from "../report.ts";

const ROUNDS = 300, FORMS = 20, LEAST = 5_000, RATIO = .3;

const english = locale("en");
const entered = Array.from({ length: 40 }, (_, at) => `f${at}`);
const computed = Array.from({ length: 10 }, (_, at) => `c${at}`);
const order = document({
  name: "order",
  fields: [
    ...entered.map((id, at) => ({
      id,
      title: `Field ${at}`,
      desc: `at most ${at} characters`,
      required: true,
      length: 100,
    })),
    ...computed.map((id, at) => ({
      id,
      title: `Sum ${at}`,
      computed: rule(`f${at} + " and " + f${at + 10}`),
    })),
  ],
});
const record = Object.fromEntries(entered.map((id, at) => [id, `value ${at} & more`]));

function declared(): string {
  const filled = sheet(compiled(order), { record, mode: "edit", locale: english });
  return renderBody(view(filled)).html;
}

function byHand(): string {
  const fields = [
    ...entered.map((id, at): Element =>
      div({
        class: "box",
        id: `wrap_${id}_order_edit`,
        body: [
          label({
            class: "label",
            id: `${id}_order_edit-label`,
            for: `${id}_order_edit`,
            data: { "n2o-required": true },
            body: `Field ${at}`,
          }),
          div({
            class: "field",
            body: textbox({
              id: `${id}_order_edit`,
              required: true,
              disabled: false,
              aria: { describedby: `${id}_order_edit-hint` },
              class: "column",
              value: record[id] ?? "",
              maxlength: 100,
            }),
          }),
          p({
            class: "n2o-hint",
            id: `${id}_order_edit-hint`,
            body: `at most ${at} characters`,
          }),
        ],
      })
    ),
    ...computed.map((id, at): Element =>
      div({
        class: "box",
        id: `wrap_${id}_order_edit`,
        body: [
          label({
            class: "label",
            id: `${id}_order_edit-label`,
            for: `${id}_order_edit`,
            body: `Sum ${at}`,
          }),
          div({
            class: "field",
            body: textbox({
              id: `${id}_order_edit`,
              disabled: true,
              class: "column",
              value: `${record[`f${at}`]} and ${record[`f${at + 10}`]}`,
            }),
          }),
        ],
      })
    ),
  ];
  return renderBody(form({
    id: "form_order",
    class: "form",
    novalidate: true,
    method: "dialog",
    body: [
      metaLink({ rel: "stylesheet", href: "/n2o/form.css" }),
      div({ id: "form_order-errors", class: "n2o-errors", role: "status", tabindex: -1 }),
      div({ class: "n2o-fields", body: fields }),
    ],
  })).html;
}

const filled = sheet(compiled(order), { record, mode: "edit", locale: english });
const ways: Readonly<Record<string, () => string>> = {
  "by hand in nitro": byHand,
  "declaration to HTML": declared,
  "of that the view": () => renderBody(view(filled)).html,
};

/** The same as a page has it that is live: each control reports, and the browser is told what to say. */
const live: ViewOptions = {
  wired: (path) => ({ wire: (id) => ({ postback: path, source: [id] }) }),
  press: ({ press }) => ({ postback: press }),
};
const report = () =>
  renderBody(view(sheet(compiled(order), { record, mode: "edit", locale: english }), live)).html;

const expected = byHand();
for (const [name, way] of Object.entries(ways)) {
  const made = way();
  if (made !== expected) throw new Error(`${name} makes another form:\n${made}\n${expected}`);
}

/** Microseconds of one form. */
function turn(way: () => string): number {
  const begun = performance.now();
  for (let at = 0; at < FORMS; at++) way();
  return (performance.now() - begun) / FORMS * 1_000;
}

const all = { ...ways, "declaration to HTML, live": report };
const times = new Map(Object.keys(all).map((name) => [name, [] as number[]]));
for (let round = -40; round < ROUNDS; round++) {
  for (const [name, way] of Object.entries(all)) {
    const time = turn(way);
    if (round >= 0) times.get(name)?.push(time);
  }
}
const [hand = []] = times.values();
table(
  `50 fields, ten computed: time, rate (at least ${LEAST}/s), beside by hand in nitro (at least ${RATIO})`,
  [...times].map(([name, own]) => {
    const best = Math.min(...own);
    return [
      name,
      `${best.toFixed(1)} us`,
      `${Math.round(1e6 / best)}/s`,
      median(hand.map((time, at) => time / (own[at] ?? NaN))).toFixed(2),
    ];
  }),
);
