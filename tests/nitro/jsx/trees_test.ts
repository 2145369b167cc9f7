import { Fragment, jsx, jsxs } from "../../../nitro/jsx/runtime.ts";
import * as nitro from "../../../nitro/mod.ts";
import { equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";

/** A tree before it is spelt: an element by the names of its tag and of its maker, a fragment, or a child as it is. */
type Tree =
  | {
    readonly tag: string;
    readonly maker: string;
    readonly props: Props;
    readonly children: readonly Tree[];
  }
  | { readonly fragment: readonly Tree[] }
  | { readonly child: nitro.Body | true };

type Props = Readonly<Record<string, unknown>>;

/** Tags that hold anything, with their makers. */
const TAGS: Some<readonly [tag: string, maker: string]> = [
  ["a", "link"],
  ["button", "button"],
  ["div", "div"],
  ["li", "li"],
  ["p", "p"],
  ["q", "quote"],
  ["search", "searching"],
  ["section", "section"],
  ["td", "td"],
  ["var", "variable"],
];

const TEXTS: Some<string> = ["", "a", ' <b> & "c" ', "Привіт", "\n", "0"];

type Some<T> = readonly [T, ...T[]];

const CLASSES: Some<nitro.Props["class"]> = ["x", ["x", false, "y"], undefined];
const POSTBACKS: Some<nitro.Props["postback"]> = ["go", { to: 1 }];
const CHILDREN: Some<nitro.Body | true> = [...TEXTS, 0, 7, 12n, false, true, null, undefined];

function props(choose: Random, id: string): Props {
  const all: Props = {
    id,
    class: choose.pick(CLASSES),
    title: choose.pick(TEXTS),
    lang: "uk",
    hidden: choose.next() < 0.5,
    data: { cents: 3 },
    aria: { label: choose.pick(TEXTS), expanded: choose.next() < 0.5 },
    showIf: choose.next() < 0.9,
    postback: choose.pick(POSTBACKS),
    source: ["a"],
  };
  return Object.fromEntries(Object.entries(all).filter(() => choose.next() < 0.4));
}

function tree(choose: Random, depth: number, ids: { next: number }): Tree {
  const dice = choose.next(), many = Math.floor(choose.next() * 4);
  const within = () => Array.from({ length: many }, () => tree(choose, depth - 1, ids));
  if (depth === 0 || dice < 0.3) {
    return { child: choose.pick(CHILDREN) };
  }
  if (dice < 0.4) return { fragment: within() };
  const [tag, maker] = choose.pick(TAGS);
  return { tag, maker, props: props(choose, `id-${ids.next++}`), children: within() };
}

/** As the compiler makes calls of tags: one child as it is, several as a list. */
function byTags(of: Tree): nitro.Body {
  if ("child" in of) return of.child as nitro.Body; // as: true is a child of tags alone
  const all = "fragment" in of ? of.fragment : of.children, children = all.map(byTags);
  const [only] = children, given = children.length > 1 ? { children } : { children: only };
  const props = children.length > 0 ? given : {}, make = children.length > 1 ? jsxs : jsx;
  if ("fragment" in of) return make(Fragment, props);
  return make(of.tag, { ...of.props, ...props });
}

function byCalls(of: Tree): nitro.Body {
  if ("child" in of) return of.child === true ? undefined : of.child;
  if ("fragment" in of) return of.fragment.map(byCalls);
  const maker: unknown = Reflect.get(nitro.elements, of.maker);
  if (typeof maker !== "function") throw new TypeError(of.maker);
  return Reflect.apply(maker, undefined, [{ ...of.props, body: of.children.map(byCalls) }]);
}

const ROUNDS = rounds(200, 20_000);

Deno.test(`trees of tags are the same markup and actions as trees of calls (${ROUNDS}, seed ${SEED})`, () => {
  const choose = random(SEED);
  for (let round = 0; round < ROUNDS; round++) {
    const made: Tree = { fragment: [tree(choose, 5, { next: 0 })] }, ids = () => "auto";
    const one = nitro.renderBody(byTags(made), ids), other = nitro.renderBody(byCalls(made), ids);
    equal(one, other, `seed ${SEED}, round ${round}`);
  }
});

Deno.test("every maker of nitro that is a tag of HTML is that tag, with every property, and in TSX as well", () => {
  const own = Object.keys(nitro.elements).filter((name) => !TAKEN.has(name));
  for (const [tag, name] of [...own.map((name) => [name, name] as const), ...TAGS]) {
    const maker: unknown = Reflect.get(nitro.elements, name);
    if (typeof maker !== "function") continue;
    const given = { id: "x", class: "c", title: "t", name: "n", value: "v", aria: { busy: true } };
    const called: nitro.Element = Reflect.apply(maker, undefined, [{ ...given, body: "b" }]);
    const { aria: _, ...plain } = given;
    const tagged = jsx(tag, { ...plain, "aria-busy": true, children: "b" });
    equal(markup(tagged), markup(called), tag);
  }
});

/** Names that mean another element as a tag: HTML's search is a landmark, nitro's an input; element needs a name. */
const TAKEN = new Set(["search", "link", "element", "image"]);

function markup(element: nitro.Element): string {
  try {
    return nitro.renderBody(element, () => "auto").html;
  } catch (error) {
    if (error instanceof nitro.NitroError) return error.code;
    throw error;
  }
}

Deno.test("states of WAI-ARIA are words in tags, and false is not nothing", () => {
  const { html } = nitro.renderBody(
    jsx("button", {
      id: "x",
      "aria-expanded": false,
      "aria-pressed": true,
      "aria-label": undefined,
    }),
  );
  equal(html, '<button type="button" id="x" aria-expanded="false" aria-pressed="true"></button>');
});

Deno.test("attributes of every element, of other namespaces and of other vocabularies are written as they are", () => {
  const cases: readonly [string, Props, string][] = [
    [
      "p",
      { itemprop: "name", slot: "s", autofocus: true },
      '<p itemprop="name" slot="s" autofocus></p>',
    ],
    [
      "button",
      { popovertarget: "h", id: "b" },
      '<button type="button" id="b" popovertarget="h"></button>',
    ],
    ["use", { "xlink:href": "#a" }, '<use xlink:href="#a"></use>'],
    ["circle", { r: 2, "stroke-width": 3 }, '<circle r="2" stroke-width="3"></circle>'],
    [
      "my-own",
      { autofocus: true, part: "p", any: "x" },
      '<my-own autofocus part="p" any="x"></my-own>',
    ],
    ["p", { attributes: { title: "t" }, "data-x": 1 }, '<p title="t" data-x="1"></p>'],
  ];
  for (const [tag, props, html] of cases) equal(nitro.renderBody(jsx(tag, props)).html, html);
});

Deno.test("a component gets a key and a function between its tags as they are", () => {
  const given: unknown[] = [];
  const Row = (props: Props) => (given.push(props), "row");
  const each = () => "x";
  jsx(Row, { children: each }, "k");
  jsx(Row, {});
  equal(given, [{ body: each, key: "k", children: each }, {}]);
});
