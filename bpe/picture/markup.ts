/**
 * SVG text: elements, attributes and numbers, everything escaped.
 *
 * @module
 */

/** Attributes of an element; those that are undefined are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** What XML 1.0 (2.2) has no place for, half surrogates included. */
const NO_CHARACTER =
  // deno-lint-ignore no-control-regex -- these are the characters to be replaced
  /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text for content and attributes of XML and HTML; what XML cannot hold becomes U+FFFD. */
export function escape(text: string): string {
  return text.replace(NO_CHARACTER, "\ufffd").replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one);
}

/** A coordinate with at most two decimals. */
export function short(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

/** An element; the children are markup. */
export function tag(name: string, attributes: Attributes, ...children: readonly string[]): string {
  let text = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    text += ` ${key}="${typeof value === "number" ? short(value) : escape(value)}"`;
  }
  return children.length === 0 ? `${text}/>` : `${text}>${children.join("")}</${name}>`;
}

/** Points as the data of a path: `M1,2L3,4`. */
export function lineData(points: readonly { readonly x: number; readonly y: number }[]): string {
  return points.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${short(x)},${short(y)}`).join("");
}
