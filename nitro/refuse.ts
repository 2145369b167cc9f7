/**
 * What actions may not do: run text, place markup that nobody escaped, or lead a person to another site without the page's word.
 *
 * @module
 */
import { NitroError } from "./error.ts";
import { PAGES, url } from "./escape.ts";
import { judgedValue } from "./tag.ts";
import type { Value } from "./action/action.ts";

/** Properties that run what they are set to, or take markup; those that hold addresses are judged as attributes are. */
const CODE = /^(?:on.*|srcdoc|innerhtml|outerhtml|cookie)$/i;
/** Methods that run a text or take markup. */
const RUNS = new Set(
  [
    ...["eval", "Function", "execScript", "setTimeout", "setInterval", "write", "writeln"],
    ...["insertAdjacentHTML", "setHTMLUnsafe", "createContextualFragment", "parseFromString"],
    ...["parseHTMLUnsafe", "importScripts", "constructor"],
  ].map((name) => name.toLowerCase()),
);
/** Methods whose first argument is an address. */
const OPENS = new Set(["open", "assign", "replace", "navigate"]);

/**
 * The value of an attribute that is set, as elements have it.
 *
 * @throws {NitroError} `render` for a name that is none or holds code, `url` for an address that runs something.
 */
export function attribute(name: string, value: string | boolean): string | boolean {
  return judgedValue(name, value);
}

/**
 * The value of a property that is set.
 *
 * @throws {NitroError} `render` for a property that runs what it is set to, `url` for an address that runs something.
 */
export function property(path: string, value: Value): Value {
  const name = path.slice(path.lastIndexOf(".") + 1);
  if (CODE.test(name) || /(?:^|\.)(?:__proto__|prototype|constructor)(?:\.|$)/.test(path)) {
    throw new NitroError(
      "render",
      `the property "${path}" runs what it is set to: use update, an event or nitro.cookie`,
    );
  }
  return typeof value === "string" ? String(judgedValue(name, value)) : value;
}

/**
 * The arguments of a method that is called.
 *
 * @throws {NitroError} `render` for a method that runs a text or takes markup, `url` for an address that runs something.
 */
export function call(method: string, args: readonly Value[]): readonly Value[] {
  const name = method.slice(method.lastIndexOf(".") + 1), [first, second, ...rest] = args;
  if (
    RUNS.has(name.toLowerCase()) || /(?:^|\.)(?:__proto__|prototype|constructor)\./.test(method)
  ) {
    throw new NitroError(
      "render",
      `the method "${method}" runs a text or takes markup: use update, insert or an event`,
    );
  }
  if (OPENS.has(name) && typeof first === "string") {
    return [url(first, PAGES), ...args.slice(1)];
  }
  if (/^setAttribute$/i.test(name) && typeof first === "string") {
    return [first, String(judgedValue(first, String(second ?? ""))), ...rest];
  }
  if (/^(?:setAttributeNS|toggleAttribute)$/i.test(name)) {
    const [named, value] = /NS$/i.test(name) ? [second, rest[0]] : [first, ""];
    judgedValue(String(named), String(value ?? ""));
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
