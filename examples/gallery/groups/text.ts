import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { abbr, author, b, bdi, bdo, br, cite, code, data, dfn, em, i, kbd, link, mark } = nitro;

const { p, quote, s, samp, small, span, strong, sub, sup, time, u, variable, wbr } = nitro;

export const meaning: Entry = entry({
  title: "What words mean",
  says: "Stress, importance, side remarks, what holds no more, works, quotations, terms.",
  body: () => [
    p({ body: ["It is ", em({ body: "your" }), " turn. ", strong({ body: "Save first." })] }),
    p({ body: [s({ body: "12 €" }), " 9 € ", small({ body: "with taxes" })] }),
    p({ body: [cite({ body: "Alice" }), " asks: ", quote({ body: "And what is the use?" })] }),
    p({
      body: [
        dfn({ id: "html", body: abbr({ title: "HyperText Markup Language", body: "HTML" }) }),
        " is what pages are written in.",
      ],
    }),
  ],
});

export const machines: Entry = entry({
  title: "For programs and people",
  says: "Values and moments that programs read another way, and what programs and people type.",
  body: () => [
    p({ body: [data({ value: 7, body: "Seven" }), " days from "] }),
    p({ body: time({ datetime: "2026-11-28", body: "28 November" }) }),
    p({
      body: ["Type ", kbd({ body: "deno task gallery" }), ", see ", samp({ body: "listening" })],
    }),
    p({ body: [code({ body: "f(x)" }), ", where ", variable({ body: "x" }), " is a number"] }),
  ],
});

export const voices: Entry = entry({
  title: "Voices and marks",
  says:
    "Another voice, what catches the eye, what is annotated, what is of interest, above and below the line.",
  body: () => [
    p({
      body: [
        i({ lang: "fr", body: "déjà vu" }),
        ", ",
        b({ body: "N2O" }),
        ", ",
        u({ body: "teh" }),
      ],
    }),
    p({ body: ["Found: ", mark({ body: "gallery" })] }),
    p({ body: ["H", sub({ body: "2" }), "O, E = mc", sup({ body: "2" })] }),
  ],
});

export const directions: Entry = entry({
  title: "Directions and lines",
  says: "Names keep their own direction in any text; where a line ends, and where it may.",
  body: () => [
    p({ body: [bdi({ body: "نيترو" }), ": 7 points; ", bdo({ dir: "rtl", body: "N2O" })] }),
    p({ body: ["One line,", br({}), "another, a very", wbr({}), "long", wbr({}), "word"] }),
    p({ body: span({ lang: "uk", title: "Good day", body: "Добрий день" }) }),
  ],
});

export const links: Entry = entry({
  title: "Links",
  says:
    "An address that the person can follow. One that runs something is refused, and another tab gets no hold of this one.",
  body: () =>
    p({
      body: [
        link({ href: "#meaning-title", body: "Up" }),
        ", ",
        link({ href: "/static/about.htm", target: "_blank", body: "in another tab" }),
        ", ",
        link({ href: "/static/picture.svg", download: "n2o.svg", body: "saved" }),
      ],
    }),
});

export const persons: Entry = entry({
  title: "Who wrote it",
  says:
    "The original's element for who wrote a message. HTML does not know it, and lets a style sheet say what it looks like.",
  body: () => p({ body: [author({ body: "Ada" }), ": see you"] }),
});

export const trusted: Entry = entry({
  title: "Escaped, and trusted",
  says:
    "A text is text, whatever it holds. Markup that the program made itself is placed as it is by raw.",
  body: () => [
    p({ body: "<b>1 < 2</b> & so on" }),
    p({ body: nitro.raw("<b>1 &lt; 2</b>") }),
  ],
});
