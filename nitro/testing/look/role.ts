/**
 * Roles of elements: what their HTML says of them (ARIA in HTML, section 4), or the attribute `role`.
 *
 * @module
 */
import { HTMLInputElement } from "../dom/input.ts";
import { HTMLSelectElement } from "../dom/choice.ts";
import type { Element } from "../dom/element.ts";

const ROLES: Readonly<Record<string, string>> = {
  article: "article",
  aside: "complementary",
  blockquote: "blockquote",
  button: "button",
  caption: "caption",
  code: "code",
  datalist: "listbox",
  dd: "definition",
  del: "deletion",
  details: "group",
  dfn: "term",
  dialog: "dialog",
  dt: "term",
  em: "emphasis",
  fieldset: "group",
  figure: "figure",
  h1: "heading",
  h2: "heading",
  h3: "heading",
  h4: "heading",
  h5: "heading",
  h6: "heading",
  hr: "separator",
  ins: "insertion",
  li: "listitem",
  main: "main",
  math: "math",
  menu: "list",
  meter: "meter",
  nav: "navigation",
  ol: "list",
  optgroup: "group",
  option: "option",
  output: "status",
  p: "paragraph",
  progress: "progressbar",
  search: "search",
  strong: "strong",
  sub: "subscript",
  sup: "superscript",
  table: "table",
  tbody: "rowgroup",
  textarea: "textbox",
  tfoot: "rowgroup",
  thead: "rowgroup",
  time: "time",
  tr: "row",
  ul: "list",
};

const INPUTS: Readonly<Record<string, string>> = {
  button: "button",
  checkbox: "checkbox",
  email: "textbox",
  image: "button",
  number: "spinbutton",
  radio: "radio",
  range: "slider",
  reset: "button",
  search: "searchbox",
  submit: "button",
  tel: "textbox",
  text: "textbox",
  url: "textbox",
};

/** The role of an element; empty where it has none. */
export function roleOf(element: Element): string {
  const [said = ""] = (element.getAttribute("role") ?? "").trim().split(/\s+/);
  const isNothing = said === "none" || said === "presentation";
  return said !== "" && !isNothing ? said : isNothing ? "" : implied(element);
}

function implied(element: Element): string {
  const name = element.localName;
  if (element instanceof HTMLInputElement) {
    const role = INPUTS[element.type] ?? "";
    return element.hasAttribute("list") && /^(textbox|searchbox)$/.test(role) ? "combobox" : role;
  }
  if (element instanceof HTMLSelectElement) {
    return element.multiple || element.size > 1 ? "listbox" : "combobox";
  }
  if (name === "a" || name === "area") return element.hasAttribute("href") ? "link" : "";
  if (name === "img") return element.getAttribute("alt") === "" ? "" : "img";
  if (name === "header") return isOfPage(element) ? "banner" : "";
  if (name === "footer") return isOfPage(element) ? "contentinfo" : "";
  if (name === "section") return isNamed(element) ? "region" : "";
  if (name === "form") return isNamed(element) ? "form" : "";
  if (name === "td") return element.closest("table[role=grid]") === null ? "cell" : "gridcell";
  if (name === "th") return header(element);
  return Object.hasOwn(ROLES, name) ? ROLES[name] ?? "" : "";
}

function isOfPage(element: Element): boolean {
  return element.closest("article,aside,main,nav,section") === null;
}

function isNamed(element: Element): boolean {
  return ["aria-label", "aria-labelledby", "title"].some((name) => element.getAttribute(name));
}

function header(element: Element): string {
  const scope = element.getAttribute("scope") ?? "";
  if (/^row/.test(scope)) return "rowheader";
  const isInHead = element.closest("thead") !== null || /^col/.test(scope);
  const isAlone = element.up?.children.every((each) => each.nodeName === "TH") ?? true;
  return isInHead || isAlone ? "columnheader" : "rowheader";
}
