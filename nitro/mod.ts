/**
 * NITRO: elements, actions and events of pages that live on the server.
 *
 * ```ts
 * import * as nitro from "@n2o/n2o/nitro";
 * const { button, panel } = nitro;
 *
 * // A page: the bootstrap takes it by its path.
 * export const login = {
 *   event(event: unknown): void {
 *     if (event === "init") nitro.update("box", button({ id: "box", body: "Log in", postback: "login" }));
 *     if (event === "login") nitro.redirect("/app/index.htm");
 *   },
 * };
 *
 * const { html } = nitro.renderBody(panel({ id: "box", body: ["a < b ", button({ id: "ok", body: "OK" })] }));
 * if (html !== '<div id="box">a &lt; b <button id="ok" type="button">OK</button></div>') throw new Error(html);
 * ```
 *
 * @module
 */
export * from "./action/action.ts";
export * from "./element.ts";
export * from "./error.ts";
export { hte, jse, url } from "./escape.ts";
export * from "./event.ts";
export * from "./protocol/protocol.ts";
export * from "./nitro.ts";
export { type DateValue, eventId, q, qc, qv, type SourceValue } from "./q.ts";
export * from "./render.ts";
export { type Attributes, attributes, emitTag, identified, simple } from "./tag.ts";
export { actions, wire } from "./wire/wire.ts";
export * as elements from "./elements/mod.ts";
// The elements whose names nothing else here has, without the namespace as well.
export {
  author,
  button,
  type ButtonProps,
  em,
  h1,
  h2,
  h3,
  link,
  type LinkProps,
  message,
  p,
  panel,
  span,
  strong,
  textbox,
  type TextboxProps,
  time,
  type TimeProps,
  upload,
} from "./elements/mod.ts";
