/**
 * Addresses of requests, and what of them the parameters of a path are.
 *
 * @module
 */
import { RestError } from "./error.ts";

/** The parts of an address that are looked at. */
export interface Address {
  /** The path, percent-encoded. */
  readonly path: string;
  /** From the question mark on; empty where there is none. */
  readonly search: string;
}

/** Taken from the text: a request has it as the URL standard writes it, and parsing it anew takes as long as the rest. */
export function addressOf({ url }: Request): Address {
  const from = url.indexOf("/", url.indexOf("//") + 2),
    [whole = ""] = url.slice(from).split("#", 1);
  const mark = whole.indexOf("?");
  if (mark < 0) return { path: whole, search: "" };
  return { path: whole.slice(0, mark), search: mark + 1 < whole.length ? whole.slice(mark) : "" };
}

/** A parameter of a path: in which segment of an address it stands, and whether it takes what follows, too. */
export interface Place {
  /** Its name, as it stands between the braces, without dots. */
  readonly name: string;
  /** The segment, from 0, which is empty. */
  readonly at: number;
  /** Whether it takes all that follow. */
  readonly rest: boolean;
}

/** The parameters of a declared path that is served below a base. */
export function placesIn(path: string, base: string): readonly Place[] {
  return path.split("/").flatMap((segment, at) => {
    const [, name, dots] = /^\{(\w+)(\.\.\.)?\}$/.exec(segment) ?? [];
    return name === undefined
      ? []
      : [{ name, at: at + base.split("/").length - 1, rest: dots !== undefined }];
  });
}

/** `{id}` is a parameter of Hono, `{path...}` what takes all that follows. */
export function honoPath(path: string): string {
  return path.replace(/\{(\w+)\.\.\.\}/g, "*").replace(/\{(\w+)\}/g, ":$1");
}

/** The parameters of a path, decoded by us: Hono leaves what is no percent-encoding as it is. */
export function pathOf({ path }: Address, places: readonly Place[]): Record<string, string> {
  const found: Record<string, string> = {};
  if (places.length === 0) return found;
  const parts = path.split("/");
  for (const { name, at, rest } of places) {
    found[name] = rest
      ? parts.slice(at).map((each) => decoded(each, name)).join("/")
      : decoded(parts[at] ?? "", name);
  }
  return found;
}

/** @throws {RestError} `bad_request` for what is no percent-encoded UTF-8 */
export function decoded(text: string, parameter: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    const detail = "not percent-encoded UTF-8";
    throw new RestError("bad_request", `the address cannot be read: ${detail}`, {
      cause,
      errors: [{ parameter, code: "encoding", detail }],
    });
  }
}
