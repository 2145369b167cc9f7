/**
 * The element of a template.
 *
 * @module
 */
import { type Body, define, type Make, type Out, type Props } from "../element.ts";
import { jse } from "../escape.ts";
import { DtlError } from "./error.ts";
import type { Templates } from "./templates.ts";
import { Safe } from "./value/safe.ts";

/** Properties of a template on a page. */
export interface DtlProps extends Pick<Props, "showIf" | "actions"> {
  /** Where the template is; it was loaded by `load`. */
  readonly templates: Templates;
  /** Its name without the ending; `index` by default. */
  readonly file?: string | undefined;
  /** The ending of its name; `html` by default. */
  readonly ext?: string | undefined;
  /** The folder within the templates that it is in; none by default. */
  readonly folder?: string | undefined;
  /** What its names stand for: data, or elements, which are rendered and stand as markup. */
  readonly bindings?: Readonly<Record<string, unknown>> | undefined;
  /** Whether `script` stands for the tag that loads the client; true by default. */
  readonly bindScript?: boolean | undefined;
  /** Whether what it writes is escaped for a literal of JavaScript. */
  readonly jsEscape?: boolean | undefined;
}

/** The tag that loads the client. */
const SCRIPT = '<script src="/n2o/n2o.js" defer></script>';

/**
 * A template within a page, with its bindings: the original's element `dtl`. Elements among the bindings are rendered, and their events
 * work; all else is escaped by the template.
 *
 * @example
 * ```ts
 * import { button, renderBody } from "@n2o/n2o/nitro";
 * import { dtl, memory, Templates } from "@n2o/n2o/nitro/dtl";
 *
 * const templates = new Templates({ source: memory({ "index.html": "<h1>{{ title }}</h1>{{ body }}" }) });
 * await templates.load("index.html");
 *
 * const body = button({ id: "go", body: "Go" });
 * const { html } = renderBody(dtl({ templates, bindings: { title: "a < b", body } }));
 * if (html !== '<h1>a &lt; b</h1><button type="button" id="go">Go</button>') throw new Error(html);
 * ```
 *
 * @throws {DtlError} as it is rendered: `missing` for a template that was not loaded.
 */
export const dtl: Make<DtlProps> = define<DtlProps>("dtl", (props, out) => {
  const { templates, file = "index", ext = "html", folder, bindings = {} } = props;
  const path = [...folder === undefined ? [] : [folder], `${file}.${ext}`].join("/");
  const { bindScript = true, jsEscape = false } = props;
  const names = Object.entries(bindings).map(([name, value]) => [name, bound(value, out)] as const);
  // Its own names go before what is bound for all.
  const data = new Map([...(bindScript ? [["script", new Safe(SCRIPT)] as const] : []), ...names]);
  const text = templates.text(path, data);
  return jsEscape ? jse(text) : text;
});

/** An element as its markup, in lists as well; all else as it is. */
function bound(value: unknown, out: Out, depth = 0): unknown {
  if (isElement(value)) return new Safe(out.body(value));
  if (!Array.isArray(value)) return value;
  if (depth > DEEP) throw new DtlError("limit", `lists of elements stand deeper than ${DEEP}`);
  return value.some((each) => isElement(each) || Array.isArray(each))
    ? value.map((each) => bound(each, out, depth + 1))
    : value;
}

/** How deep elements are looked for. */
const DEEP = 100;

/** Whether a value is an element: what has a shape of one but no function that writes it is data. */
function isElement(
  value: unknown,
): value is Exclude<Body, string | number | bigint | false> & object {
  return typeof value === "object" && value !== null && "markup" in value &&
    typeof value.markup === "function" && "props" in value;
}
