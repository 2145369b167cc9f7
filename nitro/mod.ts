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
export * from "./action/action.ts";
export * from "./action/dialog.ts";
export * from "./element.ts";
export * from "./error.ts";
export * from "./escape.ts";
export * from "./event.ts";
export * from "./action/jq.ts";
export * from "./n2o.ts";
export * from "./nitro.ts";
export { type DateValue, eventId, q, qc, qv, type Value as SourceValue } from "./q.ts";
export * from "./render.ts";
export { type Attributes, attributes, emitTag, identified, simple } from "./tag.ts";
export { actions, wire } from "./wire/wire.ts";
export * from "./elements/text/author.ts";
export * from "./elements/form/button.ts";
export * from "./elements/text/em.ts";
export * from "./elements/text/h1.ts";
export * from "./elements/text/h2.ts";
export * from "./elements/text/h3.ts";
export * from "./elements/text/link.ts";
export * from "./elements/text/message.ts";
export * from "./elements/text/p.ts";
export * from "./elements/text/panel.ts";
export * from "./elements/text/span.ts";
export * from "./elements/text/strong.ts";
export * from "./elements/input/textbox.ts";
export * from "./elements/text/time.ts";
