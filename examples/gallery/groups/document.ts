import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { base, body, code, h1, head, html, main, meta, metaLink, pre, script, title } = nitro;
const { elements, noscript, p, raw, renderBody, template } = nitro;

function markup(made: nitro.Body): nitro.Element {
  const { html } = renderBody(made);
  return pre({ body: code({ body: html }) });
}

export const whole: Entry = entry({
  title: "A document",
  says:
    "What page({ title, head, body }) makes by itself; here as markup. An application needs these only for a document of its own.",
  body: () =>
    markup(html({
      lang: "en",
      body: [
        head({ body: title({ body: "Shop" }) }),
        body({ body: main({ body: h1({ body: "Shop" }) }) }),
      ],
    })),
});

export const said: Entry = entry({
  title: "What a document says of itself",
  says:
    "For the head of a page. A meta that leads the person away after a time is refused: use redirect.",
  body: () =>
    markup([
      meta({ name: "description", content: "Tea and cake" }),
      metaLink({ rel: "icon", href: "/static/picture.svg" }),
      base({ href: "/shop/" }),
      elements.style({ media: "print", body: "nav { display: none }" }),
    ]),
});

export const scripts: Entry = entry({
  title: "Scripts and what stands in for them",
  says:
    "A script of the page's own goes into its scripts or its head. A text as a script is refused; what is trusted is said so.",
  body: () =>
    markup([
      script({ src: "/static/gallery.js", defer: true }),
      script({ type: "application/json", body: raw('{"sum":1}') }),
      noscript({ body: "Please allow JavaScript." }),
    ]),
});

export const later: Entry = entry({
  title: "Markup for later",
  says: "A template shows nothing: scripts of the page's own take copies of it.",
  body: () => [
    p({ body: "Below stands a template." }),
    template({ id: "row", body: p({ body: "Row" }) }),
  ],
});
