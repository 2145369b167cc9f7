/**
 * What stands above every page of the gallery: the search, and how code and colours are shown. What was chosen is remembered by cookies.
 *
 * @module
 */
import { nitro } from "../../mod.ts";
import { type Group, SPELLINGS } from "./group.ts";
import { counted, type Hit, results, search } from "./search.ts";

const { cookie, div, dropdown, event, form, header, input, label, link, p, qc, searching } = nitro;
const { state, takes, update } = nitro;

/** A switch: what there is to choose, the first by default. The style sheet goes by what is chosen, so that it shows at once. */
interface Switch {
  readonly label: string;
  readonly options: Readonly<Record<string, string>>;
}

type SwitchName = "spelling" | "look";

const SWITCHES: Readonly<Record<SwitchName, Switch>> = {
  spelling: { label: "Code", options: { ...SPELLINGS, both: "Both" } },
  look: { label: "Colours", options: { system: "System", light: "Light", dark: "Dark" } },
};

/** A year, in seconds. */
const YEAR = 31_536_000;

/** A handler of one text. */
type Heard<Name extends string> = nitro.Takes<{ readonly [K in `gallery-${Name}`]: "text" }, []>;

/** The handlers of the bar: the search, and the two switches. */
export type BarHandlers = { readonly [K in "find" | SwitchName]: Heard<K> };

/** What the bar does: it searches these groups, and remembers what is chosen. */
export function barHandlers(groups: readonly Group[]): BarHandlers {
  return {
    find: takes({ "gallery-find": "text" }, ({ "gallery-find": query }) => {
      state("query", query);
      const hits = search(groups, query);
      update("gallery-count", count(query, hits));
      update("gallery-found", results(query, hits));
    }),
    spelling: takes({ "gallery-spelling": "text" }, (chosen) => {
      keep("spelling", chosen["gallery-spelling"]);
    }),
    look: takes({ "gallery-look": "text" }, (chosen) => keep("look", chosen["gallery-look"])),
  };
}

/** What reaches them. */
export type BarTriggers = nitro.Triggers<BarHandlers>;

function keep(name: SwitchName, value: string): void {
  if (!Object.hasOwn(SWITCHES[name].options, value)) return;
  state(name, value);
  cookie(name, value, { seconds: YEAR });
}

/** The bar, and what the search found. */
export function bar(groups: readonly Group[], on: BarTriggers, isLive: boolean): nitro.Body {
  const asked = state("query"), query = typeof asked === "string" ? asked : qc("q") ?? "";
  const hits = search(groups, query);
  return [
    header({
      data: { live: isLive },
      body: [
        link({ class: "skip", href: "#gallery-content", body: "To the content" }),
        div({
          class: "bar",
          body: [
            link({ class: "home", href: "/", body: "NITRO gallery" }),
            searching({ body: question(query, on) }),
            choice("spelling", on),
            choice("look", on),
          ],
        }),
        count(query, hits),
      ],
    }),
    results(query, hits),
  ];
}

function count(query: string, hits: readonly Hit[]): nitro.Element {
  return p({ id: "gallery-count", role: "status", body: counted(query, hits) });
}

/** A form of plain HTTP, so that Enter leads to an address that can be kept. */
function question(query: string, on: BarTriggers): nitro.Element {
  return form({
    method: "get",
    action: "/",
    body: [
      label({ for: "gallery-find", class: "unseen", body: "Search the gallery" }),
      input({
        id: "gallery-find",
        name: "q",
        type: "search",
        value: query,
        placeholder: "Search, as dialog or offline",
        autocomplete: "off",
        attributes: { "aria-keyshortcuts": "/" },
        actions: [event({ target: "gallery-find", type: "input", debounce: 100, ...on.find() })],
      }),
    ],
  });
}

function choice(name: SwitchName, on: BarTriggers): nitro.Element {
  const { label: said, options } = SWITCHES[name], values = Object.entries(options);
  const chosen = state(name) ?? cookie(name);
  return div({
    class: "switch",
    body: [
      label({ for: `gallery-${name}`, body: said }),
      dropdown({
        id: `gallery-${name}`,
        options: values.map(([value, label]) => ({ value, label })),
        value: values.find(([value]) => value === chosen)?.[0] ?? values[0]?.[0],
        autocomplete: "off",
        ...on[name](),
      }),
    ],
  });
}
