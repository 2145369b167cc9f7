/**
 * Django's template language: compiled to closures, without eval, bounded in work, output and depth.
 *
 * @example
 * ```ts
 * import { memory, Templates } from "@n2o/n2o/nitro/dtl";
 *
 * const templates = new Templates({
 *   source: memory({
 *     "rows.html": "{% for row in rows %}<li>{{ forloop.counter }}. {{ row.name }}</li>{% empty %}none{% endfor %}",
 *   }),
 * });
 * const text = await templates.render("rows.html", { rows: [{ name: "<b>" }] });
 * if (text !== "<li>1. &lt;b&gt;</li>") throw new Error(text);
 * ```
 *
 * @module
 */
export { type Clock, CodedError } from "../../base/mod.ts";
export { dtl, type DtlProps } from "./element.ts";
export { DtlError, type DtlErrorCode, type Place } from "./error.ts";
export type { Address } from "./run/context.ts";
export type { Limits } from "./run/limits.ts";
export { address, folder, memory, type Source } from "./source.ts";
export { type Custom, Templates, type TemplatesOptions } from "./templates.ts";
export { Float } from "./value/float.ts";
export { Safe, safe } from "./value/safe.ts";
