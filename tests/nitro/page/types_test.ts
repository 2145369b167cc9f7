/**
 * What the compiler knows of a declared page: `deno check` fails where a line that must not compile does.
 *
 * @module
 */
import type { Plain } from "../../../n2o/mod.ts";
import { button, event, form, page, redirect, refresh, takes } from "../../../nitro/mod.ts";
import { handlerOf } from "../../../nitro/page/on.ts";
import { equal } from "../../_support/assert.ts";

/** Whether two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;

function is<_ extends true>(): void {}

interface Order {
  readonly id: number;
  readonly lines: readonly { readonly item: string }[];
}

const shop = page({
  title: ({ data }) => data.name,
  load: () => Promise.resolve({ name: "Shop", sold: 3n }),
  on: {
    refresh,
    add(n: number) {
      is<Same<typeof n, number>>();
    },
    show: (order: Order, _isWide?: boolean) => order.id,
    login: takes(
      { user: "text", age: "number", agree: "tick", born: "date", tags: "list" },
      (q) => {
        is<Same<typeof q.user, string>>();
        is<Same<typeof q.age, number | undefined>>();
        is<Same<typeof q.agree, boolean>>();
        is<Same<NonNullable<typeof q.born>["year"], number>>();
        is<Same<typeof q.tags, readonly string[]>>();
        // @ts-expect-error -- no such source goes along
        q.pass;
      },
    ),
    rename: takes(
      { name: (value) => String(value).length },
      ({ name }, id: string, at?: number) => {
        is<Same<typeof name, number>>();
        is<Same<typeof id, string>>();
        return at;
      },
    ),
    any: (made: unknown) => made,
    bad: (made: () => void) => made(),
    unsure: (made: { readonly at: Date | (() => void) }) => made,
  },
  body: ({ on, data, path, isLive }) => {
    is<Same<typeof data, { name: string; sold: bigint }>>();
    is<Same<typeof path, string>>();
    is<Same<typeof isLive, boolean>>();
    return [
      form({ id: "f", ...on.login() }),
      button({ id: "plus", body: "+1", ...on.add(1) }),
      button({ id: "show", ...on.show({ id: 1, lines: [{ item: "tea" }] }) }),
      button({ id: "wide", ...on.show({ id: 1, lines: [] }, true) }),
      button({ id: "name", ...on.rename("7").from({ name: "name-7" }) }),
      button({ id: "again", ...on.refresh(), body: path }),
      // @ts-expect-error -- there is no such handler
      on.remove?.(),
    ];
  },
});

const counter = page({
  title: "A handler names its own page",
  on: {
    async add(n: number) {
      await refresh();
      // @ts-expect-error -- a number is asked for
      counter.on.add(String(n));
      counter.on.add(n + 1);
    },
  },
  body: "",
});

/** Never called: only the compiler reads it. */
export function wrong(): void {
  const { on } = shop;
  // @ts-expect-error -- a number is asked for
  on.add("1");
  // @ts-expect-error -- the payload is missing
  on.add();
  // @ts-expect-error -- there is no second one
  on.add(1, 2);
  // @ts-expect-error -- an order has an id
  on.show({ lines: [] });
  // @ts-expect-error -- nothing goes along but the sources
  on.login("me");
  // @ts-expect-error -- no such source
  on.rename("7").from({ user: "name-7" });
  // @ts-expect-error -- a handler without sources takes none from elsewhere
  on.add(1).from({ user: "name-7" });
  // @ts-expect-error -- a function cannot travel
  on.bad(() => {});
  // @ts-expect-error -- nor can one within data
  on.unsure({ at: () => {} });
  // @ts-expect-error -- nor can one of a handler that takes whatever there is
  on.any(() => {});
  on.any([1, { a: "b" }]);
  // @ts-expect-error -- a trigger that was not called would do nothing
  button({ ...on.add });
  // @ts-expect-error -- nor would one with sources
  form({ id: "f", ...on.login });
  // @ts-expect-error -- as another event of an element, too
  event({ target: "f", ...on.add });
  // @ts-expect-error -- a trigger is spread, it is no postback
  button({ postback: on.add(1) });
  // @ts-expect-error -- there is no such kind
  takes({ user: "texts" }, () => {});
  // @ts-expect-error -- a page has a title
  page({ body: "x" });
  // @ts-expect-error -- without load there is no data
  page({ title: "x", body: ({ data }) => data.name });
  page({
    title: "x",
    load: async () => await Promise.resolve(Math.random() > 2 ? { name: "x" } : undefined),
    body({ data }) {
      is<Same<typeof data, { name: string }>>();
      return data.name;
    },
  });
  page({
    title: "x",
    load: () => Math.random() > 2 ? redirect("/") : { name: "x" },
    body({ data }) {
      is<Same<typeof data, { name: string }>>();
      return data.name;
    },
  });
  // @ts-expect-error -- a body is no date
  page({ title: "x", body: () => new Date() });
}

Deno.test("what the triggers of a page say is what its elements, and other events of them, take", () => {
  const { postback, source } = shop.on.rename("7", 2).from({ name: "name-7" });
  const plain: Plain = postback;
  equal(plain, { on: "rename", payload: ["7", 2], ids: ["name-7"] });
  equal(source, ["name-7"]);
  const typed = event({ target: "user", type: "keydown", key: "Enter", ...shop.on.login() });
  equal(typed.source, ["user", "age", "agree", "born", "tags"]);
  equal(typed.options, { key: "Enter" });
  equal({ ...shop.on.add(1) }, { postback: { on: "add", payload: [1] }, source: [] });
  equal(counter.on.add(1).postback, { on: "add", payload: [1] });
  equal({ ...shop.on.refresh() }, { postback: { on: "refresh" }, source: [] });
});

Deno.test("what is left out of a payload is left out when its handler runs", () => {
  const told: unknown[][] = [];
  const on = {
    show: (...payload: [a?: string, b?: number | null, c?: string]) => void told.push(payload),
  };
  const { on: to } = page({ title: "x", body: "", on });
  const cases = [
    to.show(),
    to.show(undefined, undefined),
    to.show("a", undefined, "c"),
    to.show(undefined, null),
    to.show("a", 1, undefined),
  ];
  for (const { postback } of cases) handlerOf(on, JSON.parse(JSON.stringify(postback)))?.();
  equal(told, [[], [], ["a", undefined, "c"], [undefined, null], ["a", 1]]);
});
