/**
 * The groups of the gallery, in their order.
 *
 * @module
 */
import { type Group, group } from "./group.ts";
import * as actions from "./groups/actions.ts";
import * as controls from "./groups/controls.ts";
import * as document from "./groups/document.ts";
import * as edit from "./groups/edit.ts";
import * as embed from "./groups/embed.ts";
import * as events from "./groups/events.ts";
import * as form from "./groups/form.ts";
import * as grouping from "./groups/group.ts";
import * as input from "./groups/input.ts";
import * as interactive from "./groups/interactive.ts";
import * as jsx from "./groups/jsx.tsx";
import * as lists from "./groups/lists.ts";
import * as offers from "./groups/offers.ts";
import * as rich from "./groups/rich.ts";
import * as section from "./groups/section.ts";
import * as states from "./groups/states.ts";
import * as svg from "./groups/svg.ts";
import * as table from "./groups/table.ts";
import * as text from "./groups/text.ts";
import * as upload from "./groups/upload.ts";

/** All groups. */
export function groups(): Promise<readonly Group[]> {
  return Promise.all([
    group("document.ts", {
      title: "Document",
      says: "The document and what it says of itself: mostly made by page({...}).",
      file: document,
    }),
    group("section.ts", {
      title: "Sections",
      says: "Parts of a page and their headings: how people who do not see it find their way.",
      file: section,
    }),
    group("group.ts", {
      title: "Grouping",
      says: "Paragraphs, lists, figures, divisions.",
      file: grouping,
    }),
    group("text.ts", {
      title: "Text",
      says: "What runs within a text: each is its tag and attributes.",
      file: text,
    }),
    group("edit.ts", { title: "Edits", says: "What was changed in a text.", file: edit }),
    group("embed.ts", {
      title: "Embedded",
      says: "Pictures, sound, moving pictures, other documents.",
      file: embed,
    }),
    group("svg.ts", {
      title: "SVG and other tags",
      says: "Tags of any name: of a drawing, of a formula, of the page's own.",
      file: svg,
    }),
    group("table.ts", { title: "Tables", says: "Rows and columns.", file: table }),
    group("form.ts", {
      title: "Forms",
      says: "What is filled in, checked and sent. A control has a label, and an id: its source.",
      file: form,
    }),
    group("input.ts", { title: "Inputs", says: "A control for each kind of value.", file: input }),
    group("upload.ts", {
      title: "Uploads",
      says: "Files that are sent over the page's own connection.",
      file: upload,
    }),
    group("interactive.ts", {
      title: "Interactive",
      says: "What opens and closes: details, dialogs, menus.",
      file: interactive,
    }),
    group("rich.ts", {
      title: "Rich controls",
      says: "Comboboxes, dates, inputs of which there are several: of the entry nitro/rich.",
      file: rich,
    }),
    group("lists.ts", {
      title: "Rich lists",
      says: "Lists that are sorted, and several choices: of the entry nitro/rich.",
      file: lists,
    }),
    group("actions.ts", {
      title: "Actions",
      says: "What a page does to what a person sees. In a page({...}) refresh is often all.",
      file: actions,
    }),
    group("events.ts", {
      title: "Events",
      says: "What a control sends to its page, when, and with which values.",
      file: events,
    }),
    group("states.ts", {
      title: "States",
      says: "What a person sees of the connection, of what waits and of what failed.",
      file: states,
    }),
    group("controls.ts", {
      title: "States of controls",
      says: "Disabled, refused, empty, busy: what a control tells beside its value.",
      file: controls,
    }),
    group("offers.ts", {
      title: "States of rich controls",
      says: "Lookups that take their time, find nothing or fail; what is refused, closed or full.",
      file: offers,
    }),
    group("jsx.tsx", {
      title: "TSX",
      says: "The same elements, written as tags.",
      file: jsx,
    }),
  ]);
}
