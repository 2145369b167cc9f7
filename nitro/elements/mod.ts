/**
 * Every element by its name in the original: a namespace of its own, so that `style` or `time` of a page cannot collide with an element.
 *
 * They stand in folders as the HTML standard groups them: `document` (4.1 and 4.2), `section` (4.3), `group` (4.4), `text` (4.5), `edit`
 * (4.7), `embed` (4.8), `table` (4.9), `form` and `input` (4.10), `interactive` (4.11), `script` (4.12). A
 * folder's file of the same name lists those that are only a tag and its attributes; one with behaviour has its own file.
 *
 * ```ts
 * import * as elements from "@n2o/n2o/nitro/elements";
 * import { renderBody } from "@n2o/n2o/nitro";
 *
 * const { html } = renderBody(elements.time({ datetime: "2026-01-31", body: "yesterday" }));
 * if (html !== '<time datetime="2026-01-31">yesterday</time>') throw new Error(html);
 * ```
 *
 * @module
 */
export * from "./document/document.ts";
export * from "./edit/edit.ts";
export * from "./element.ts";
export * from "./embed/embed.ts";
export * from "./form/button.ts";
export * from "./form/form.ts";
export * from "./group/group.ts";
export * from "./input/input.ts";
export * from "./input/tick.ts";
export * from "./input/upload.ts";
export * from "./interactive/interactive.ts";
export * from "./script/script.ts";
export * from "./section/section.ts";
export * from "./table/table.ts";
export * from "./text/link.ts";
export * from "./text/text.ts";
