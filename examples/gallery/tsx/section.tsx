/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

export const headings: Entry = entry({
  title: "Headings",
  says:
    "Six levels; the first is the page's own, h1, and stands above. A heading with what belongs to it is an hgroup.",
  body: () => (
    <>
      <hgroup>
        <h2>Second</h2>
        <p>with what belongs to it</p>
      </hgroup>
      <h3>Third</h3>
      <h4>Fourth</h4>
      <h5>Fifth</h5>
      <h6>Sixth</h6>
    </>
  ),
});

export const parts: Entry = entry({
  title: "Parts of a page",
  says:
    "What could stand alone, a part with a heading, what stands beside, what begins and ends a part.",
  body: () => (
    <article>
      <header>
        <h3>An article</h3>
      </header>
      <section>
        <h4>A section</h4>
        <p>Its text.</p>
      </section>
      <aside aria={{ label: "Beside" }}>
        <p>What stands beside.</p>
      </aside>
      <footer>
        <address>
          <a href="mailto:ada@example.com">Ada</a>
        </address>
      </footer>
    </article>
  ),
});

export const ways: Entry = entry({
  title: "Ways to other places",
  says:
    "A page with several of them gives each a name. The one that is open is told by aria-current.",
  body: () => (
    <nav aria={{ label: "Shop" }}>
      <ul>
        <li>
          <a href="#ways" aria={{ current: "page" }}>Tea</a>
        </li>
        <li>
          <a href="#parts">Cake</a>
        </li>
      </ul>
    </nav>
  ),
});

export const finding: Entry = entry({
  title: "Where one searches",
  says: "The landmark search. The original's element of that name is the input: see there.",
  body: () => (
    <search>
      <label for="find">Find</label>
      <input id="find" type="search" />
    </search>
  ),
});
