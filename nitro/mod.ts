/**
 * NITRO: elements, actions and events of pages that live on the server.
 *
 * ```ts
 * import { button, panel, renderBody } from "@n2o/n2o/nitro";
 *
 * const { html } = renderBody(panel({ id: "box", body: ["a < b ", button({ id: "ok", body: "OK" })] }));
 * // <div id="box">a &lt; b <button id="ok" type="button">OK</button></div>
 * ```
 *
 * @module
 */
export * from "./action.ts";
export * from "./dialog.ts";
export * from "./element.ts";
export * from "./error.ts";
export * from "./escape.ts";
export * from "./event.ts";
export * from "./jq.ts";
export * from "./n2o.ts";
export * from "./nitro.ts";
export { type DateValue, eventId, q, qc, qv, type Value as SourceValue } from "./q.ts";
export * from "./render.ts";
export { type Attributes, attributes, emitTag, identified, simple } from "./tag.ts";
export { actions, wire } from "./wire.ts";
export * from "./elements/author.ts";
export * from "./elements/button.ts";
export * from "./elements/em.ts";
export * from "./elements/h1.ts";
export * from "./elements/h2.ts";
export * from "./elements/h3.ts";
export * from "./elements/link.ts";
export * from "./elements/message.ts";
export * from "./elements/p.ts";
export * from "./elements/panel.ts";
export * from "./elements/span.ts";
export * from "./elements/strong.ts";
export * from "./elements/textbox.ts";
export * from "./elements/time.ts";
