import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { address, article, aside, footer, h2, h3, h4, h5, h6, header, hgroup, input, label } = nitro;
const { li, link, nav, p, searching, section, ul } = nitro;

export const headings: Entry = entry({
  title: "Headings",
  says:
    "Six levels; the first is the page's own, h1, and stands above. A heading with what belongs to it is an hgroup.",
  body: () => [
    hgroup({ body: [h2({ body: "Second" }), p({ body: "with what belongs to it" })] }),
    h3({ body: "Third" }),
    h4({ body: "Fourth" }),
    h5({ body: "Fifth" }),
    h6({ body: "Sixth" }),
  ],
});

export const parts: Entry = entry({
  title: "Parts of a page",
  says:
    "What could stand alone, a part with a heading, what stands beside, what begins and ends a part.",
  body: () =>
    article({
      body: [
        header({ body: h3({ body: "An article" }) }),
        section({ body: [h4({ body: "A section" }), p({ body: "Its text." })] }),
        aside({ aria: { label: "Beside" }, body: p({ body: "What stands beside." }) }),
        footer({ body: address({ body: link({ href: "mailto:ada@example.com", body: "Ada" }) }) }),
      ],
    }),
});

export const ways: Entry = entry({
  title: "Ways to other places",
  says:
    "A page with several of them gives each a name. The one that is open is told by aria-current.",
  body: () =>
    nav({
      aria: { label: "Shop" },
      body: ul({
        body: [
          li({ body: link({ href: "#ways", aria: { current: "page" }, body: "Tea" }) }),
          li({ body: link({ href: "#parts", body: "Cake" }) }),
        ],
      }),
    }),
});

export const finding: Entry = entry({
  title: "Where one searches",
  says: "The landmark search. The original's element of that name is the input: see there.",
  body: () =>
    searching({
      body: [label({ for: "find", body: "Find" }), input({ id: "find", type: "search" })],
    }),
});
