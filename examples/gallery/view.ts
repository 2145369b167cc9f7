/**
 * The pages of the gallery: one for all groups, and one for each.
 *
 * @module
 */
import { nitro } from "../../mod.ts";
import type { Entry } from "./entry.ts";
import type { Group, ShownEntry } from "./group.ts";

const { article, code, div, footer, h1, h2, header, li, link, main, nav, p, page, pre, ul } = nitro;

/** What all pages have in common. */
const look: nitro.PageLook = { styles: ["/static/gallery.css"] };

/** The page that leads to all groups. */
export function contents(groups: readonly Group[]): nitro.LivePage {
  return page({
    ...look,
    title: "NITRO gallery",
    class: "contents",
    head: nitro.meta({ name: "description", content: "Every element and action of NITRO" }),
    body: main({
      body: [
        h1({ body: "NITRO gallery" }),
        p({ body: "Every element and every action, live, and beside each the code that made it." }),
        ul({ class: "groups", body: groups.map(card) }),
      ],
    }),
  });
}

function card({ name, title, says, entries }: Group): nitro.Element {
  return li({
    body: [
      h2({ body: link({ href: `/${name}`, body: title }) }),
      p({ body: says }),
      p({
        class: "count",
        body: `${entries.length} ${entries.length === 1 ? "entry" : "entries"}`,
      }),
    ],
  });
}

/** The page of a group, one of all. */
export function groupPage(group: Group, groups: readonly Group[]): nitro.LivePage {
  const { title, says, entries } = group;
  return page({
    ...look,
    scripts: ["/static/gallery.js"],
    title: `${title} · NITRO gallery`,
    unsent: ["unsent-note"],
    on: Object.fromEntries(entries.flatMap(handlers)),
    async event(event) {
      for (const each of entries) await each.event?.(event);
    },
    body: ({ on }) => [
      header({ body: link({ class: "home", href: "/", body: "NITRO gallery" }) }),
      main({
        body: [
          h1({ body: title }),
          p({ class: "says", body: says }),
          entries.map((each) => shown(each, on)),
        ],
      }),
      footer({ body: others(group, groups) }),
    ],
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
  const { name, title, says, code: text, body } = each;
  return article({
    id: name,
    body: [
      h2({ id: `${name}-title`, body: title }),
      p({ body: says }),
      div({
        class: "pair",
        body: [
          div({ class: "shown", id: `${name}-shown`, body: body({ on: triggers(each, on) }) }),
          pre({
            tabindex: 0,
            role: "region",
            aria: { label: `Code: ${title}` },
            body: code({ body: text }),
          }),
        ],
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
