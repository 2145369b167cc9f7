/** @jsxImportSource @n2o/n2o/nitro */
// deno-lint-ignore-file jsx-button-has-type jsx-key jsx-no-useless-fragment jsx-void-dom-elements-no-children -- elements here are known by their ids
import * as nitro from "../../../nitro/mod.ts";
import * as rich from "../../../nitro/rich.ts";
import { equal } from "../../_support/assert.ts";

const html = (body: nitro.Body): string => nitro.renderBody(body).html;

function Card({ title, children }: { readonly title: string; readonly children?: nitro.Body }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Each<T>(
  { of, children }: { readonly of: readonly T[]; readonly children: (one: T) => nitro.Body },
) {
  return <>{of.map(children)}</>;
}

const on = nitro.page({
  title: "Types",
  on: {
    add: (by: number) => by,
    say: nitro.takes({ word: "text" }, ({ word }) => word),
  },
  body: "",
}).on;

Deno.test("TSX is typed by the tables of the elements", () => {
  const wrong = [
    // @ts-expect-error a misspelt attribute
    () => <div idd="a" />,
    // @ts-expect-error a number is no class
    () => <div class={1} />,
    // @ts-expect-error no such tag
    () => <dvi />,
    // @ts-expect-error an attribute of another element
    () => <p href="/x" />,
    // @ts-expect-error an attribute of another input
    () => <textarea type="text" />,
    // @ts-expect-error a word that the attribute does not have
    () => <button type="send">x</button>,
    // @ts-expect-error no type of an input
    () => <input type="txet" />,
    // @ts-expect-error no way of encoding a form
    () => <form enctype="json" />,
    // @ts-expect-error a text is no width
    () => <img src="/x.svg" alt="" width={{}} />,
    // @ts-expect-error a maker's property
    () => <nitro.textbox maxlength={{}} />,
    // @ts-expect-error a property that a maker must have
    () => <rich.combo id="c">x</rich.combo>,
    // @ts-expect-error a value of another kind than a maker takes
    () => <rich.calendar id="c" value="2026-11-28">Day</rich.calendar>,
    // @ts-expect-error a body that a row must have
    () => <rich.sortableItem key="r" />,
  ];
  equal(wrong.length, 13);
});

Deno.test("TSX refuses what other libraries of TSX spell otherwise", () => {
  const wrong = [
    // @ts-expect-error a handler is no attribute
    () => <button onClick={() => 1}>x</button>,
    // @ts-expect-error a handler in markup is none either
    () => <button onclick="pwn()">x</button>,
    // @ts-expect-error HTML's word is class
    () => <p className="a" />,
    // @ts-expect-error HTML's word is for
    () => <label htmlFor="a">x</label>,
    // @ts-expect-error HTML writes it small
    () => <input tabIndex={1} />,
    // @ts-expect-error HTML's word is value
    () => <input defaultValue="a" />,
    // @ts-expect-error an element is known by its id
    () => <div key="1" />,
    // @ts-expect-error there is no element to refer to on a server
    () => <div ref={{}} />,
    // @ts-expect-error trusted markup is a child: raw(markup)
    () => <p dangerouslySetInnerHTML={{ __html: "<b>x</b>" }} />,
    // @ts-expect-error style is a text
    () => <p style={{ color: "red" }} />,
  ];
  equal(wrong.length, 10);
});

Deno.test("TSX knows states of WAI-ARIA by both spellings", () => {
  const wrong = [
    // @ts-expect-error a misspelt state
    () => <p aria={{ lable: "x" }} />,
    // @ts-expect-error a state that is no word of its own
    () => <p aria={{ expanded: "yes" }} />,
    // @ts-expect-error the same as an attribute
    () => <p aria-expanded="yes" />,
    // @ts-expect-error the same of an element without a maker
    () => <svg aria-label={1} />,
    // @ts-expect-error and of one of the page's own
    () => <my-own aria-current="maybe" />,
  ];
  equal(wrong.length, 5);
  equal(
    html(<p aria-hidden aria-current="page" />),
    '<p aria-hidden="true" aria-current="page"></p>',
  );
  // HTML's own words, as markup is copied.
  equal(
    html(<p aria-hidden="true" aria-expanded="false" aria-pressed="mixed" />),
    '<p aria-hidden="true" aria-expanded="false" aria-pressed="mixed"></p>',
  );
});

Deno.test("TSX knows what may be a child", () => {
  const wrong = [
    // @ts-expect-error what is to come is no body
    () => <p>{Promise.resolve("x")}</p>,
    // @ts-expect-error an object is none
    () => <p>{{ a: 1 }}</p>,
    // @ts-expect-error a function is none
    () => <p>{() => "x"}</p>,
    // @ts-expect-error nor is a day
    () => <p>{new Date()}</p>,
    // @ts-expect-error a component lacks a property
    () => <Card>x</Card>,
    // @ts-expect-error a component that has no children
    () => <Alone>x</Alone>,
    // @ts-expect-error a function of a number
    () => <Each of={["a"]}>{(one: number) => one}</Each>,
    // @ts-expect-error a component that answers later: what it needs, load reads
    () => <Later />,
    // @ts-expect-error a void element has nothing in it
    () => <input id="a">x</input>,
    // @ts-expect-error the same where the maker has another name
    () => <img src="a.png">x</img>,
    // @ts-expect-error a line break is one, too
    () => <br>{["x"]}</br>,
  ];
  equal(wrong.length, 11);
  equal(html(<Each of={[1, 2]}>{(one) => <b>{one}</b>}</Each>), "<b>1</b><b>2</b>");
  equal(html(<>{null}{undefined}{false}{true}{""}{0}{1n}{[["x"], []]}</>), "01x");
});

function Alone({ id }: { readonly id?: string }) {
  return <hr id={id} />;
}

async function Later() {
  return await Promise.resolve(<hr />);
}

Deno.test("postbacks of TSX are typed by the handlers of their page", () => {
  const wrong = [
    // @ts-expect-error no such handler
    () => <button {...on.remove()}>x</button>,
    // @ts-expect-error a payload of another kind
    () => <button {...on.add("1")}>x</button>,
    // @ts-expect-error a payload is missing
    () => <button {...on.add()}>x</button>,
    // @ts-expect-error a handler that was not called
    () => <button {...on.say}>x</button>,
    // @ts-expect-error another control for a source that there is not
    () => <button {...on.say().from({ wrod: "a" })}>x</button>,
    // @ts-expect-error a function does not travel
    () => <button postback={() => 1}>x</button>,
    // @ts-expect-error a source is an id
    () => <button postback="a" source={[1]}>x</button>,
  ];
  equal(wrong.length, 7);
  const { actions } = nitro.renderBody(
    <button id="go" {...on.say().from({ word: "w" })}>go</button>,
  );
  equal(actions.length, 1);
});

Deno.test("TSX is what the functions give", () => {
  const isShown = [1, 2].length === 2;
  const page = (
    <div id="a" class={["x", isShown && "y"]} data-x="1" aria-label="&lt;">
      a &amp; b{1}
      {isShown}
      {isShown && <br />}
      {[1, 2].map((n) => <b>{n}</b>)}
      <Card title="<t>">
        <nitro.textbox id="t" value="v" />
        <a href="/x">x</a>
      </Card>
      <>
        <p>1</p>
        <p>2</p>
      </>
      <svg viewBox="0 0 1 1">
        <path d="M0 0" stroke-width="2" />
      </svg>
      <my-clock time="1">x</my-clock>
      <form accept-charset="utf-8" />
    </div>
  );
  const { div, br, b, section, h2, textbox, link, p, element, form } = nitro;
  const same = div({
    id: "a",
    class: ["x", "y"],
    attributes: { "data-x": "1", "aria-label": "<" },
    body: [
      ["a & b", 1, br({}), [b({ body: 1 }), b({ body: 2 })]],
      section({
        class: "card",
        body: [
          h2({ body: "<t>" }),
          textbox({ id: "t", value: "v" }),
          link({ href: "/x", body: "x" }),
        ],
      }),
      [p({ body: 1 }), p({ body: 2 })],
      element({
        htmlTag: "svg",
        attributes: { viewBox: "0 0 1 1" },
        body: element({ htmlTag: "path", attributes: { d: "M0 0", "stroke-width": "2" } }),
      }),
      element({ htmlTag: "my-clock", attributes: { time: "1" }, body: "x" }),
      form({ acceptCharset: "utf-8" }),
    ],
  });
  equal(html(page), html(same));
});

Deno.test("postbacks and sources of TSX are wired as those of the functions", () => {
  const { actions } = nitro.renderBody(
    <button type="button" id="go" postback={{ to: 1 }} source={["a"]}>
      go
    </button>,
  );
  equal(actions, [nitro.event({ target: "go", postback: { to: 1 }, source: ["a"] })]);
});
