/**
 * The pages of the gallery: one for all groups, and one for each.
 *
 * @module
 */
import { nitro } from "../../mod.ts";
import { bar, barHandlers, type BarTriggers } from "./bar.ts";
import type { Entry } from "./entry.ts";
import { type Code, type Group, type ShownEntry, SPELLINGS } from "./group.ts";

const { article, code, div, footer, h1, h2, li, link, main, nav, p, page, pre, ul } = nitro;

/** What all pages have in common. */
const look: nitro.PageLook = {
  styles: ["/static/gallery.css"],
  scripts: ["/static/gallery.js"],
};

/** The page that leads to all groups. */
export function contents(groups: readonly Group[]): nitro.LivePage {
  return page({
    ...look,
    title: "NITRO gallery",
    class: "contents",
    head: nitro.meta({ name: "description", content: "Every element and action of NITRO" }),
    on: barHandlers(groups),
    body: ({ on, isLive }) => [
      bar(groups, on, isLive),
      main({
        id: "gallery-content",
        body: [
          h1({ body: "NITRO gallery" }),
          p({
            class: "says",
            body: "Every element, action and state, live, and beside each the code that made it.",
          }),
          ul({ class: "groups", body: groups.map(card) }),
        ],
      }),
    ],
  });
}

function card({ name, title, says, entries }: Group): nitro.Element {
  const many = `${entries.length} ${entries.length === 1 ? "entry" : "entries"}`;
  return li({
    body: [
      h2({ body: link({ href: `/${name}`, body: title }) }),
      p({ body: says }),
      p({ class: "count", body: many }),
    ],
  });
}

/** The page of a group, one of all. */
export function groupPage(group: Group, groups: readonly Group[]): nitro.LivePage {
  const { name, title, says, entries } = group;
  const own: nitro.Handlers = Object.fromEntries(entries.flatMap(handlers));
  const above = barHandlers(groups);
  return page({
    ...look,
    title: `${title} · NITRO gallery`,
    head: nitro.meta({ name: "description", content: says }),
    unsent: ["unsent-note"],
    on: { ...own, ...above },
    async event(event) {
      for (const each of entries) await each.event?.(event);
    },
    body: ({ on, isLive }) => [
      // As: the bar's handlers are among them, under their own names.
      bar(groups, on as BarTriggers, isLive),
      main({
        id: "gallery-content",
        body: [
          h1({ body: title }),
          p({ class: "says", body: says }),
          entries.length > 1 && within(entries),
          entries.map((each) => shown(each, on)),
        ],
      }),
      footer({
        body: [
          others(group, groups),
          p({
            body: [
              "In the guide: ",
              code({ body: `nitro/guide/${name}.md` }),
            ],
          }),
        ],
      }),
    ],
  });
}

function within(entries: readonly ShownEntry[]): nitro.Element {
  return nav({
    class: "within",
    aria: { label: "On this page" },
    body: ul({
      body: entries.map(({ name, title }) => li({ body: link({ href: `#${name}`, body: title }) })),
    }),
  });
}

function others({ name }: Group, groups: readonly Group[]): nitro.Element {
  return nav({
    aria: { label: "Groups" },
    body: ul({
      body: groups.map((each) =>
        li({
          body: link({
            href: `/${each.name}`,
            body: each.title,
            aria: each.name === name ? { current: "page" } : {},
          }),
        })
      ),
    }),
  });
}

/** An entry as the page shows it, with its code. */
function shown(each: ShownEntry, on: Readonly<Record<string, Trigger>>): nitro.Element {
  const { name, title, says, codes, body } = each;
  return article({
    id: name,
    aria: { labelledby: `${name}-title` },
    body: [
      h2({ id: `${name}-title`, body: link({ href: `#${name}`, body: title }) }),
      p({ body: says }),
      div({
        class: "pair",
        body: [
          div({ class: "shown", id: `${name}-shown`, body: body({ on: triggers(each, on) }) }),
          codes.map((made) => spelt(made, title, codes.length === 1)),
        ],
      }),
    ],
  });
}

function spelt({ spelling, text }: Code, title: string, isOnly: boolean): nitro.Element {
  return div({
    class: ["code", spelling, isOnly && "only"],
    body: [
      p({ class: "spelling", aria: { hidden: true }, body: SPELLINGS[spelling] }),
      pre({
        tabindex: 0,
        role: "region",
        aria: { label: `${title}: ${SPELLINGS[spelling]}` },
        body: code({ body: text }),
      }),
    ],
  });
}

type Trigger = (...payload: never[]) => nitro.Trigger;

/** Handlers of an entry under names that no other has. */
function handlers({ name, on = {} }: ShownEntry): [string, nitro.Handlers[string]][] {
  return Object.entries(on).map(([key, handler]) => [`${name}.${key}`, handler]);
}

/** The triggers of an entry's handlers, under the names that they have in it. */
function triggers(
  { name, on = {} }: ShownEntry,
  all: Readonly<Record<string, Trigger>>,
): Parameters<Entry["body"]>[0]["on"] {
  const made = Object.keys(on).map((key) => [key, all[`${name}.${key}`]]);
  return Object.fromEntries(made);
}
