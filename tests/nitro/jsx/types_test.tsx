/** @jsxImportSource @n2o/n2o/nitro */
// deno-lint-ignore-file jsx-key jsx-no-useless-fragment -- elements here are known by their ids
import * as nitro from "../../../nitro/mod.ts";
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

Deno.test("TSX is typed by the tables of the elements", () => {
  const wrong = [
    // @ts-expect-error a misspelt attribute
    () => <div idd="a" />,
    // @ts-expect-error a number is no class
    () => <div class={1} />,
    // @ts-expect-error a handler is no attribute
    () => <button type="button" onClick={() => 1}>x</button>,
    // @ts-expect-error no such tag
    () => <dvi />,
    // @ts-expect-error an element is known by its id
    () => <div key="1" />,
    // @ts-expect-error a component lacks a property
    () => <Card>x</Card>,
    // @ts-expect-error an attribute of another element
    () => <p href="/x" />,
    // @ts-expect-error a maker's property
    () => <nitro.textbox maxlength={{}} />,
    // @ts-expect-error a misspelt state of WAI-ARIA
    () => <p aria={{ lable: "x" }} />,
    // @ts-expect-error a state that is no word of its own
    () => <p aria={{ expanded: "yes" }} />,
    // @ts-expect-error what is to come is no body
    () => <p>{Promise.resolve("x")}</p>,
  ];
  equal(wrong.length, 11);
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
