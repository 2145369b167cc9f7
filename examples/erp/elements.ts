/**
 * Elements of HTML that the pages need beyond those of the library.
 *
 * @module
 */
import { nitro } from "../../mod.ts";
const { simple } = nitro;

/** An element that is one tag; attributes of its own stand in `attributes`. */
export type Tag = (props: nitro.Props) => nitro.Element<nitro.Props>;

/** What a term of a list of terms means. */
export const dd: Tag = simple("dd");
/** A list of terms with what they mean. */
export const dl: Tag = simple("dl");
/** A term. */
export const dt: Tag = simple("dt");
/** A form; what it sends is an event of the type `submit`. */
export const form: Tag = simple("form");
/** A control of any type. */
export const input: Tag = simple("input");
/** The name of a control. */
export const label: Tag = simple("label");
/** An item of a list. */
export const li: Tag = simple("li");
/** A choice. */
export const option: Tag = simple("option");
/** A part of the page with a heading. */
export const section: Tag = simple("section");
/** A list of choices. */
export const select: Tag = simple("select");
/** A table. */
export const table: Tag = simple("table");
/** The rows of a table. */
export const tbody: Tag = simple("tbody");
/** A cell. */
export const td: Tag = simple("td");
/** Text of several lines. */
export const textarea: Tag = simple("textarea");
/** A cell that names a row or a column. */
export const th: Tag = simple("th");
/** The head of a table. */
export const thead: Tag = simple("thead");
/** A row. */
export const tr: Tag = simple("tr");
/** A list. */
export const ul: Tag = simple("ul");
