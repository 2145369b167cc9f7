/**
 * Classic pages: plain HTTP with a template and the post of a form, beside live pages. They need no script in the browser.
 *
 * @example
 * ```ts
 * import { application } from "@n2o/n2o/host/deno";
 * import { classic, classicPage, to, view } from "@n2o/n2o/host/classic";
 * import { memory, Templates } from "@n2o/n2o/nitro/dtl";
 *
 * const templates = new Templates({
 *   source: memory({ "book.html": '<form method="post"><input name="who"/></form>{% for e in entries %}{{ e }};{% endfor %}' }),
 * });
 * const entries: string[] = [];
 * const book = classicPage({
 *   fields: { who: "text" },
 *   get: () => view("book.html", { entries }),
 *   post({ values: { who } }) {
 *     if (who === "") return view("book.html", { entries }, { status: 422 });
 *     entries.push(who);
 *     return to("/");
 *   },
 * });
 * const { app } = await application({ routes: {}, app: classic({ templates, pages: { "/": book } }), log: () => {} });
 *
 * const posted = await app.request("/", { method: "POST", body: new URLSearchParams({ who: "<Ann>" }) });
 * if (posted.status !== 303 || posted.headers.get("location") !== "/") throw new Error(`${posted.status}`);
 * if (!(await (await app.request("/")).text()).endsWith("&lt;Ann&gt;;")) throw new Error("nothing was kept");
 * ```
 *
 * @module
 */
export { type Aside, Led, type Outcome, to, View, view } from "./answer.ts";
export type { Renders } from "./answers.ts";
export { classic, type ClassicSettings } from "./classic.ts";
export { type FieldKinds, Fields, type FieldSources, type FieldValues } from "./fields.ts";
export { type Asked, type ClassicPage, classicPage, type Posted } from "./page.ts";
