/**
 * Elements of HTML that the pages need beyond those of the library.
 *
 * @module
 */
import { nitro } from "../../mod.ts";
const { tag } = nitro;

/** An element that is one tag; attributes of its own stand in `attributes`. */
export type Tag = (props: nitro.Props) => nitro.Element<nitro.Props>;

/** What a term of a list of terms means. */
export const dd: Tag = tag("dd");
/** A list of terms with what they mean. */
export const dl: Tag = tag("dl");
/** A term. */
export const dt: Tag = tag("dt");
/** A control of any type. */
export const input: Tag = tag("input");
/** The name of a control. */
export const label: Tag = tag("label");
/** An item of a list. */
export const li: Tag = tag("li");
/** A choice. */
export const option: Tag = tag("option");
/** A part of the page with a heading. */
export const section: Tag = tag("section");
/** A list of choices. */
export const select: Tag = tag("select");
/** A table. */
export const table: Tag = tag("table");
/** The rows of a table. */
export const tbody: Tag = tag("tbody");
/** A cell. */
export const td: Tag = tag("td");
/** A cell that names a row or a column. */
export const th: Tag = tag("th");
/** The head of a table. */
export const thead: Tag = tag("thead");
/** A row. */
export const tr: Tag = tag("tr");
/** A list. */
export const ul: Tag = tag("ul");
