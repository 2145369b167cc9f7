/**
 * Texts that would be more than text, were one of them placed as it is.
 *
 * @module
 */
import { type Element, elements, type Make } from "../../../nitro/mod.ts";

/** Each calls `pwn` where it breaks out of its place. */
export const TEXTS: readonly string[] = [
  "<img src=x onerror=pwn()>",
  `"><img src=x onerror=pwn()>`,
  `'><svg onload=pwn()>`,
  `" onclick="pwn()" onfocus="pwn()" autofocus="`,
  "` onmouseover=pwn() `",
  "</script><script>pwn()</script>",
  "</style></textarea></title></iframe></noscript></template></select><script>pwn()</script>",
  "--><script>pwn()</script><!--",
  "]]><script>pwn()</script>",
  "<!--<script>",
  "javascript:pwn()",
  "java\tscript:pwn()",
  "java\r\nscript:pwn()",
  "\u0001 javascript:pwn()",
  "JaVaScRiPt&colon;pwn()",
  "&#106;avascript:pwn()",
  "data:text/html,<script>pwn()</script>",
  "vbscript:pwn()",
  "#a;javascript:pwn()",
  "0;url=javascript:pwn()",
  "${pwn()}",
  "`+pwn()+`",
  "');pwn();//",
  "\\');pwn();//",
  "{{pwn()}}",
  "expression(pwn())",
  "url(javascript:pwn())",
  "a\0b<\0script>pwn()</script>",
  "\ud800<script>pwn()</script>\udfff",
  "\u2028pwn()\u2029",
  "</",
  "<",
  "&lt;script&gt;pwn()&lt;/script&gt;",
  "\n\n<script>pwn()</script>",
];

/** Names of properties that hold text in one element or another. */
export const NAMES: readonly string[] = (
  "id class style title role accesskey lang dir href target rel hreflang type download src alt srcset sizes name value placeholder " +
  "pattern min max step list autocomplete form formaction formmethod formenctype formtarget action method enctype acceptCharset for label " +
  "cite datetime media content charset httpEquiv sandbox allow usemap poster kind srclang coords shape headers scope abbr summary " +
  "caption legend low high optimum dirname wrap accept keytype challenge icon radiogroup start span colspan rowspan width height"
).split(" ");

/** What is not made of text alone. */
const APART = new Set(["element"]);

/** Every maker of an element, by its name. */
export function makers(): [string, Make][] {
  return Object.entries(elements).filter(([name]) => !APART.has(name))
    // As: each of them is a maker; what it takes is what the test is about.
    .map(([name, make]) => [name, make as Make]);
}

/** An element with a text in every place, or in one. */
export function filled(make: Make, text: string, names: readonly string[] = NAMES): Element {
  const said = Object.fromEntries(names.map((name) => [name, text]));
  const props = {
    ...said,
    data: { x: text },
    aria: { label: text },
    attributes: { "x-own": text },
    options: [{ value: text, label: text, body: text }],
    words: { done: text },
    meta: text,
    body: text,
    postback: text,
    source: [text],
  };
  return make(props);
}
