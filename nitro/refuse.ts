/**
 * What actions may not do: run text, place markup that nobody escaped, or lead a person to another site without the page's word.
 *
 * @module
 */
import { NitroError } from "./error.ts";
import { judgedValue } from "./attribute.ts";
import { animated, PAGES, url } from "./escape.ts";
import type { Value } from "./action/action.ts";

/** Properties that run what they are set to, or take markup; those that hold addresses are judged as attributes are. */
const CODE = /^(?:on.*|srcdoc|innerhtml|outerhtml|cookie|attributes)$/i;
/** Methods that run a text or take markup. */
const RUNS = new Set(
  [
    ...["eval", "Function", "execScript", "setTimeout", "setInterval", "write", "writeln"],
    ...["createContextualFragment", "parseFromString", "execCommand", "importScripts"],
    ...["constructor", "setAttributeNode", "setNamedItem"],
  ].map((name) => name.toLowerCase()),
);
/** What takes markup has it in its name: `insertAdjacentHTML`, `setHTMLUnsafe`. */
const MARKUP = /html(?:unsafe)?$/i;
/** Methods whose first argument is an address. */
const OPENS = new Set(["open", "assign", "replace", "navigate"]);

/**
 * The value of an attribute that is set, as elements have it.
 *
 * @throws {NitroError} `render` for a name that is none or holds code, `url` for an address that runs something.
 */
export function attribute(name: string, value: string | boolean): string | boolean {
  if (typeof value === "string") animated(name, value);
  return judgedValue(name, value);
}

/**
 * The value of a property that is set.
 *
 * @throws {NitroError} `render` for a property that runs what it is set to, `url` for an address that runs something.
 */
export function property(path: string, value: Value): Value {
  const names = path.split(".");
  if (names.some((name) => CODE.test(name) || INHERITED.test(name))) {
    throw new NitroError(
      "render",
      `the property "${path}" runs what it is set to: use update, an event or nitro.cookie`,
    );
  }
  if (typeof value !== "string") return value;
  if (names.some((name) => /^location$/i.test(name))) return destination(value, false);
  // Any of them may be what holds an address: `href.baseVal` of SVG.
  return names.reduce<string>((text, name) => String(attribute(name, text)), value);
}

/** Names by which a path would lead to what all objects share. */
const INHERITED = /^(?:__proto__|prototype|constructor)$/;

/**
 * The arguments of a method that is called.
 *
 * @throws {NitroError} `render` for a method that runs a text or takes markup, `url` for an address that runs something.
 */
export function call(method: string, args: readonly Value[]): readonly Value[] {
  const name = method.slice(method.lastIndexOf(".") + 1), [first, second, ...rest] = args;
  const path = method.split(".");
  if (
    RUNS.has(name.toLowerCase()) || MARKUP.test(name) ||
    path.slice(0, -1).some((each) => CODE.test(each) || INHERITED.test(each))
  ) {
    throw new NitroError(
      "render",
      `the method "${method}" runs a text or takes markup: use update, insert or an event`,
    );
  }
  if (OPENS.has(name) && typeof first === "string") {
    const isLeft = name === "navigate" || path.some((each) => /^location$/i.test(each));
    return [isLeft ? destination(first, false) : url(first, PAGES), ...args.slice(1)];
  }
  if (/^setAttribute$/i.test(name) && typeof first === "string") {
    return [first, String(attribute(first, String(second ?? ""))), ...rest];
  }
  if (/^(?:setAttributeNS|toggleAttribute)$/i.test(name)) {
    const [named, value] = /NS$/i.test(name) ? [second, rest[0]] : [first, ""];
    attribute(String(named), String(value ?? ""));
  }
  return args;
}

/** Sites that no page is of. What names the scheme of its page is relative to it (`http:/x`), so that both must be asked. */
const NOWHERE = ["http://n2o.invalid", "https://n2o.invalid"];

/**
 * The address of a redirection.
 *
 * @param leaves whether it may lead to another site.
 * @throws {NitroError} `url` for an address that runs something, and for one of another site where the page did not say so.
 */
export function destination(address: string, leaves: boolean): string {
  const bare = url(address, PAGES);
  if (leaves || NOWHERE.every((site) => stays(address, site))) return bare;
  throw new NitroError(
    "url",
    `"${address}" leads to another site: redirect(address, { leaves: true }) says that it may`,
  );
}

/** Whether an address stays on a site, as the standard's own parser reads it: it takes `\\` for `/` and passes over tabs. */
function stays(address: string, site: string): boolean {
  return URL.canParse(address, site) && new URL(address, site).origin === site;
}
