/** @jsxImportSource @n2o/n2o/nitro */
// deno-lint-ignore-file jsx-key -- elements are known by their ids
import { nitro } from "../../../mod.ts";
import * as rich from "../../../nitro/rich.ts";
import { type Entry, entry } from "../entry.ts";

export const written: Entry = entry({
  title: "The same as tags",
  says:
    "A tag in angle brackets is the element that its function makes: names and attributes of HTML (class, for, aria-label), and those of nitro. What a handler gives is spread into it.",
  on: { press: (word: string) => nitro.flash(word) },
  body: ({ on }) => (
    <section class="box">
      <h3>Written as TSX</h3>
      <p>
        2 &lt; 3, <strong>escaped</strong>
      </p>
      <button id="tsx" aria-describedby="tsx-hint" {...on.press("Pressed")}>Press</button>
      <p id="tsx-hint">It tells the server.</p>
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
  says:
    "A function of properties, with children as its body. Makers of nitro are components too, those of nitro/rich as well.",
  body: () => (
    <>
      <Price euros={3}>Tea</Price>
      <nitro.panel class="box">in a panel</nitro.panel>
      <rich.calendar id="tsx-day" format="DD.MM.YYYY">Day</rich.calendar>
    </>
  ),
});

function Each<T>(
  { of, children }: { readonly of: readonly T[]; readonly children: (one: T) => nitro.Body },
) {
  return <>{of.map(children)}</>;
}

export const conditions: Entry = entry({
  title: "Conditions and lists",
  says:
    "What is false, true, null or undefined shows nothing. An item of a list has an id, in the whole page, in place of a key; a component's children may be a function.",
  body: () => {
    const towns = ["Kyiv", "Lviv"], isOpen = towns.length > 1;
    return (
      <>
        {isOpen && <p class={["box", isOpen && "open"]}>open</p>}
        {towns.length === 0 ? <p>No towns</p> : null}
        <ul>{towns.map((town) => <li id={`tsx-${town}`}>{town}</li>)}</ul>
        <ol>
          <Each of={[1, 2]}>{(step) => <li>Step {step}</li>}</Each>
        </ol>
      </>
    );
  },
});

export const others: Entry = entry({
  title: "SVG, elements of the page's own, trusted markup",
  says:
    "Tags of a drawing and those with a dash take any attribute. Markup that the program made itself is placed as it is by raw.",
  body: () => (
    <>
      <svg role="img" aria-label="A disc" viewBox="0 0 120 60" width={120} height={60}>
        <circle cx={60} cy={30} r={20} fill="currentColor" stroke-width={2} />
      </svg>
      <gallery-note note="any">a note</gallery-note>
      <p>{nitro.raw("<b>1 &lt; 2</b>")}</p>
    </>
  ),
});
