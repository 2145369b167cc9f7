/** @jsxImportSource @n2o/n2o/nitro */
import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

export const written: Entry = entry({
  title: "The same as tags",
  says:
    "A tag in angle brackets is the element that its function makes: names and attributes of HTML, and those of nitro.",
  on: { press: (word: string) => nitro.flash(word) },
  body: ({ on }) => (
    <section class="box">
      <h3>Written as TSX</h3>
      <p>
        2 &lt; 3, <strong>escaped</strong>
      </p>
      <button id="tsx" {...on.press("Pressed")}>Press</button>
    </section>
  ),
});

function Price({ euros, children }: { readonly euros: number; readonly children?: nitro.Body }) {
  return (
    <p>
      {children}: <data value={euros}>{euros} €</data>
    </p>
  );
}

export const components: Entry = entry({
  title: "Components",
  says: "A function of properties, with children as its body. Makers of nitro are components too.",
  body: () => (
    <>
      <Price euros={3}>Tea</Price>
      <nitro.panel class="box">in a panel</nitro.panel>
    </>
  ),
});
