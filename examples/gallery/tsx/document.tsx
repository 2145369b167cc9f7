/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { html, raw, renderBody } = nitro;

function markup(made: nitro.Body): nitro.Element {
  const { html } = renderBody(made);
  return <pre><code>{html}</code></pre>;
}

export const whole: Entry = entry({
  title: "A document",
  says:
    "What page({ title, head, body }) makes by itself; here as markup. An application needs these only for a document of its own.",
  body: () =>
    markup(
      <html lang="en">
        <head>
          <title>Shop</title>
        </head>
        <body>
          <main>
            <h1>Shop</h1>
          </main>
        </body>
      </html>,
    ),
});

export const said: Entry = entry({
  title: "What a document says of itself",
  says:
    "For the head of a page. A meta that leads the person away after a time is refused: use redirect.",
  body: () =>
    markup(
      <>
        <meta name="description" content="Tea and cake" />
        <link rel="icon" href="/static/picture.svg" />
        <base href="/shop/" />
        <style media="print">{"nav { display: none }"}</style>
      </>,
    ),
});

export const scripts: Entry = entry({
  title: "Scripts and what stands in for them",
  says:
    "A script of the page's own goes into its scripts or its head. A text as a script is refused; what is trusted is said so.",
  body: () =>
    markup(
      <>
        <script src="/static/gallery.js" defer />
        <script type="application/json">{raw('{"sum":1}')}</script>
        <noscript>Please allow JavaScript.</noscript>
      </>,
    ),
});

export const later: Entry = entry({
  title: "Markup for later",
  says: "A template shows nothing: scripts of the page's own take copies of it.",
  body: () => (
    <>
      <p>Below stands a template.</p>
      <template id="row">
        <p>Row</p>
      </template>
    </>
  ),
});
