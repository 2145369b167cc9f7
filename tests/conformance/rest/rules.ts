/**
 * The rules by which an answer may differ from the original's: the points of 'Do not mirror' in the README of the recorded answers.
 *
 * @module
 */
import type { Exchange } from "./exchange.ts";
import { segments } from "./http.ts";

/** What ours has answered. */
export interface Ours {
  readonly status: number;
  readonly told: unknown;
}

/** By their numbers there. */
export const RULES = {
  methods:
    "1: PUT, PATCH, DELETE, HEAD and OPTIONS of what is there are carried out, where the original answers 405",
  json:
    "2: a body of JSON is read, and one that cannot be stored is the client's error, where the original answers 500",
  evaluated:
    "3: an id with a comma is read, quotes or none, and never evaluated, where the original carries it out or refuses the address",
  names: "4: what is not declared is not there, where the original calls any module",
  feeds:
    "5: the feeds that are declared are read and written, and no others are there, where the original answers 500, or gives any feed to anybody",
  missing:
    "6: a feed that holds nothing itself is a list all the same, where the original answers 404",
  unset:
    '7: what is not set is left out, and text is text, where the original has "undefined", empty lists and code points',
  fields:
    "8: unknown fields, repeated ones and ids that are none are refused, where the original ignores them",
  types: "9: types with parameters are taken, weights, codings and empty headers heeded",
  created: "10: what is created is told with its address, and errors say what is wrong",
  tags:
    "11: preconditions are held against tags that are sent, and bodies are limited by the resource",
  rename:
    "12: what is put is there afterwards in one commit, also where nothing was or no id is given",
  query:
    "13: parameters are heeded, and those that mean nothing refused, where the original ignores them",
  origin:
    "14: a change that a page of another origin asks for is refused, where the original carries it out",
  url:
    "9: characters that a URL encodes are encoded by whoever makes one, where the original refuses them as they are",
  state:
    "the records are those that the requests before have made: they were carried out, or refused, by a rule above",
} as const;

/** The rule that an answer differs by; empty for none. What no rule covers throws. */
export function ruleOf(theirs: Exchange, ours: Ours): string {
  if (theirs.status !== ours.status) return byStatus(theirs, ours.status);
  if (theirs.body === "" || ours.told === undefined) return ours.status >= 400 ? RULES.created : "";
  const original: unknown = JSON.parse(theirs.body);
  if (same(original, ours.told)) return "";
  if (same(neutral(original), neutral(ours.told))) return RULES.unset;
  return theirs.asked.path.includes("?") ? RULES.query : RULES.state;
}

function byStatus({ asked, status, name }: Exchange, own: number): string {
  const { method, headers, path, body = "" } = asked,
    isJson = /json/i.test(headers["content-type"] ?? "");
  if (own === 403) return RULES.origin;
  if (isRaw(path) && (status === 400 || status === 505)) return RULES.url;
  if (own === 400 && segments(path.split("?", 1)[0] ?? "") === undefined) return RULES.fields;
  if ("content-encoding" in headers && (own === 400 || own === 415)) return RULES.types;
  if (method === "QUERY") return RULES.query;
  if (status === 204 && own === 201) return RULES.created;
  if (method === "POST" && own === 405) return RULES.methods;
  if (status === 400 && (own === 409 || own === 422)) return RULES.created;
  if (status === 405 && method !== "POST") return RULES.methods;
  if (status === 204 && own === 200 && method === "PUT") return RULES.rename;
  if (status === 500 && !path.startsWith("/rest/users")) return RULES.names;
  if (status === 500 && method === "PUT") return RULES.rename;
  if (status === 500) return RULES.json;
  if (path.includes("?") && own === 400) return RULES.query;
  if (isTags(headers) || status === 413) return RULES.tags;
  if (status === 415 || own === 415 || "accept" in headers) return RULES.types;
  if (status === 204 && (own === 400 || own === 413 || own === 422)) {
    return isJson || body !== "" ? RULES.fields : RULES.json;
  }
  if (status === 404 || own === 404 || own === 200) {
    return path.includes("/bin") ? RULES.unset : RULES.state;
  }
  throw new Error(`${name}: no rule makes ${own} of ${status}`);
}

/** Whether a path has characters that are no part of one (RFC 3986, section 3.3). */
export function isRaw(path: string): boolean {
  return /[^!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~]/.test(path);
}

function isTags(headers: Readonly<Record<string, string>>): boolean {
  return "if-match" in headers || "if-none-match" in headers;
}

/** What both mean: fields that are set, text as text; of records with one id the first. */
export function neutral(value: unknown): unknown {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every((each) => typeof each === "number" && each > 255)) {
      return String.fromCodePoint(...value);
    }
    const seen = new Map<string, unknown>();
    for (const each of value.map(neutral)) {
      const id = JSON.stringify(
        typeof each === "object" && each !== null && "id" in each ? each.id : seen.size,
      );
      if (!seen.has(id)) seen.set(id, each);
    }
    return [...seen.values()].filter((each) =>
      typeof each !== "object" || each === null || "id" in each
    );
  }
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null) return value;
  const set = Object.entries(value).filter(([, each]) =>
    each !== "undefined" && !(Array.isArray(each) && each.length === 0)
  );
  return Object.fromEntries(
    set.map(([name, each]) => [name, neutral(each)] as const).sort(([a], [b]) => a < b ? -1 : 1),
  );
}

/** Whether two values are the same; a list has the order of its texts. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(ordered).sort((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(entries.map(([name, each]) => [name, ordered(each)]));
}
