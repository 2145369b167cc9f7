/**
 * A form of 50 fields as markup, beside hono/html, hono/jsx, preact-render-to-string and eta, all of which escape. Each makes the same
 * document of the same fields; what is measured is the best of many short turns, in which nothing else of the machine came between, and the
 * median of the ratios of turns that followed each other. Then the same as bytes, as an answer over a socket needs them.
 *
 * @module
 */
import { label, panel, renderBody, span, textbox } from "../../nitro/mod.ts";
import { median, table } from "../report.ts";
import { Eta, h, html, jsx, renderToString, type VNode } from "./deps.ts";
import { type Field, fields } from "./fields.ts";

const ROUNDS = 200, FORMS = 50;

function ours(): string {
  return renderBody(panel({
    id: "form",
    class: "form",
    body: fields.map(({ id, title, value, hint }) =>
      panel({
        class: "field",
        body: [
          label({ for: id, body: title }),
          textbox({
            id,
            name: id,
            value,
            required: true,
            maxlength: 100,
            aria: { describedby: `${id}-h` },
          }),
          span({ id: `${id}-h`, class: "hint", body: hint }),
        ],
      })
    ),
  })).html;
}

// Under another name the formatter leaves the text as it is.
const markup = html;
const row = ({ id, title, value, hint }: Field) =>
  markup`<div class="field"><label for="${id}">${title}</label><input type="text" id="${id}" name="${id}" value="${value}" required maxlength="${100}" aria-describedby="${id}-h"/><span id="${id}-h" class="hint">${hint}</span></div>`;

/** The form as nodes of a library, whose function makes one of a tag, its attributes and its children. */
function tree<Node>(
  make: (
    tag: string,
    attributes: Record<string, string | number | boolean>,
    children: (string | Node)[],
  ) => Node,
): Node {
  const rows = fields.map(({ id, title, value, hint }) => {
    const control = { type: "text", id, name: id, value, required: true, maxlength: 100 };
    return make("div", { class: "field" }, [
      make("label", { for: id }, [title]),
      make("input", { ...control, "aria-describedby": `${id}-h` }, []),
      make("span", { id: `${id}-h`, class: "hint" }, [hint]),
    ]);
  });
  return make("div", { id: "form", class: "form" }, rows);
}

const eta = new Eta({ autoEscape: true }), data = { fields };
const template = eta.compile(
  `<div id="form" class="form"><% for (const f of it.fields) { %><div class="field"><label for="<%= f.id %>"><%= f.title %></label>` +
    `<input type="text" id="<%= f.id %>" name="<%= f.id %>" value="<%= f.value %>" required maxlength="100" aria-describedby="<%= f.id %>-h"/>` +
    `<span id="<%= f.id %>-h" class="hint"><%= f.hint %></span></div><% } %></div>`,
);

const renderers: Readonly<Record<string, () => string>> = {
  "hono/html": () => String(markup`<div id="form" class="form">${fields.map(row)}</div>`),
  nitro: ours,
  "hono/jsx": () =>
    String(tree<ReturnType<typeof jsx>>((tag, given, inner) => jsx(tag, given, ...inner))),
  "preact-render-to-string": () =>
    renderToString(tree<VNode>((tag, given, inner) => h(tag, given, inner) as VNode)), // as: of any properties
  eta: () => template.call(eta, data),
};

/** Microseconds of one form. */
function turn(render: () => unknown): number {
  const begun = performance.now();
  for (let at = 0; at < FORMS; at++) render();
  return (performance.now() - begun) / FORMS * 1_000;
}

/** Prints how long each takes, and the first one's time over it. */
function compared(title: string, all: Readonly<Record<string, () => unknown>>): void {
  const times = new Map(Object.keys(all).map((name) => [name, [] as number[]]));
  for (let round = -20; round < ROUNDS; round++) {
    for (const [name, render] of Object.entries(all)) {
      const time = turn(render);
      if (round >= 0) times.get(name)?.push(time);
    }
  }
  const [first = []] = times.values();
  table(
    title,
    [...times].map(([name, own]) => {
      const best = Math.min(...own);
      return [
        name,
        `${best.toFixed(1)} us`,
        `${Math.round(1e6 / best)}/s`,
        median(first.map((time, at) => time / (own[at] ?? NaN))).toFixed(2),
      ];
    }),
  );
}

/** A document in one of the ways in which it can be written. */
function plain(markup: string): string {
  return markup.replaceAll("/>", ">").replaceAll('required=""', "required");
}

const expected = plain(ours());
for (const [name, render] of Object.entries(renderers)) {
  if (plain(render()) !== expected) throw new Error(`${name} makes another form`);
}
compared("a form of 50 fields as markup: time, rate, beside hono/html", renderers);
const encoder = new TextEncoder(), bytes = new Uint8Array(65_536);
compared(
  "the same as bytes",
  Object.fromEntries(
    Object.entries(renderers).map((
      [name, render],
    ) => [name, () => encoder.encodeInto(render(), bytes)]),
  ),
);
