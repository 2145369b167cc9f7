/**
 * A page of 100 rows from a template, beside liquidjs, nunjucks and eta, each with escaping of what it writes. Each makes the same text;
 * what is measured is the best of many short turns, and the median of the ratios of turns that followed each other. eta and nunjucks
 * evaluate code that they wrote; dtl and liquidjs do not.
 *
 * @module
 */
import { memory, Templates } from "../../nitro/dtl/mod.ts";
import { median, table } from "../report.ts";
import { Eta, Liquid, nunjucks } from "./deps.ts";

const ROUNDS = 200, PAGES = 20;

const rows = Array.from({ length: 100 }, (_, at) => ({
  id: at + 1,
  name: `Customer ${at} & sons`,
  city: ["Kyiv", "Lviv", "<Odesa>"][at % 3] ?? "",
  isPaid: at % 4 === 0,
  tags: ["a", "b & c"],
}));
const data = { title: "Orders <of today>", rows };

const ours =
  `<h1>{{ title }}</h1><table>{% for row in rows %}<tr id="r{{ row.id }}" class="{% if row.isPaid %}paid{% else %}open{% endif %}">` +
  `<td>{{ forloop.counter }}</td><td>{{ row.name }}</td><td>{{ row.city|upper }}</td><td>{% for tag in row.tags %}<i>{{ tag }}</i>{% endfor %}</td></tr>{% endfor %}</table>`;
const templates = new Templates({ source: memory({ rows: ours }) });
await templates.load("rows");

const liquid = new Liquid({ outputEscape: "escape" });
const liquidTemplate = liquid.parse(
  ours.replace("forloop.counter", "forloop.index").replace("row.city|upper", "row.city | upcase"),
);
const nunjucksTemplate = new nunjucks.Template(
  ours.replace("forloop.counter", "loop.index"),
  new nunjucks.Environment(null, { autoescape: true }),
  "rows",
  true,
);
const eta = new Eta({ autoEscape: true });
const etaTemplate = eta.compile(
  `<h1><%= it.title %></h1><table><% it.rows.forEach((row, at) => { %><tr id="r<%= row.id %>" class="<% if (row.isPaid) { %>paid<% } else { %>open<% } %>">` +
    `<td><%= at + 1 %></td><td><%= row.name %></td><td><%= row.city.toUpperCase() %></td><td><% for (const tag of row.tags) { %><i><%= tag %></i><% } %></td></tr><% }) %></table>`,
);

const makers: Readonly<Record<string, () => string>> = {
  dtl: () => templates.text("rows", data),
  liquidjs: () => String(liquid.renderSync(liquidTemplate, data)),
  nunjucks: () => nunjucksTemplate.render(data),
  eta: () => etaTemplate.call(eta, data),
};

/** A text with its references in one spelling. */
function plain(text: string): string {
  return text.replaceAll("&#x27;", "&#39;").replaceAll(/\s+</g, "<");
}

const expected = plain(templates.text("rows", data));
for (const [name, make] of Object.entries(makers)) {
  if (plain(make()) !== expected) {
    throw new Error(`${name} makes another page: ${make().slice(0, 400)}`);
  }
}

/** Microseconds of one page. */
function turn(make: () => string): number {
  const begun = performance.now();
  for (let at = 0; at < PAGES; at++) make();
  return (performance.now() - begun) / PAGES * 1_000;
}

const times = new Map(Object.keys(makers).map((name) => [name, [] as number[]]));
for (let round = -20; round < ROUNDS; round++) {
  for (const [name, make] of Object.entries(makers)) {
    const time = turn(make);
    if (round >= 0) times.get(name)?.push(time);
  }
}
const own = times.get("dtl") ?? [];
table(
  "a page of 100 rows: time, rate, beside dtl",
  [...times].map(([name, all]) => {
    const best = Math.min(...all);
    return [
      name,
      `${best.toFixed(1)} us`,
      `${Math.round(1e6 / best)}/s`,
      median(own.map((time, at) => time / (all[at] ?? NaN))).toFixed(2),
    ];
  }),
);
