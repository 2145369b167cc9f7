/**
 * The rules by which what feeds answer may differ from the original's: the points of 'Do not mirror' in the README of the recorded answers.
 *
 * @module
 */
import type { Exchange } from "../exchange.ts";
import { isFields, segments } from "../http.ts";
import { isRaw, type Ours, RULES, same } from "../rules.ts";

/** The rule that an answer differs by; empty for none. What no rule covers throws. */
export function feedRule(theirs: Exchange, ours: Ours): string {
  if (theirs.status !== ours.status) return byStatus(theirs, ours.status);
  if (theirs.body === "" || ours.told === undefined) return ours.status >= 400 ? RULES.created : "";
  const original: unknown = JSON.parse(theirs.body);
  if (same(original, ours.told)) return "";
  if (same(set(original), set(ours.told))) return RULES.unset;
  return theirs.asked.path.includes("?") ? RULES.query : RULES.state;
}

function byStatus({ asked, status, name }: Exchange, own: number): string {
  const { method, path, headers } = asked, isTuple = /^\/rest\/kvs\/1\/[^/]*(?:,|%2c)/i.test(path);
  if (own === 403) return RULES.origin;
  if (isRaw(path) && (status === 400 || status === 505)) return RULES.url;
  if (own === 400 && segments(path.split("?", 1)[0] ?? "") === undefined) return RULES.fields;
  if ("content-encoding" in headers && (own === 400 || own === 415)) return RULES.types;
  if (status === 405 && method !== "POST") return RULES.methods;
  if (own === 405 && (status === 400 || status === 501)) return RULES.methods;
  if (isTuple && [200, 400, 500].includes(status)) return RULES.evaluated;
  if (status === 500) return RULES.feeds;
  if (status === 404 && own === 200) return RULES.missing;
  if (path.includes("?") && own === 400) return RULES.query;
  if ("if-match" in headers || "if-none-match" in headers) return RULES.tags;
  if (status === 400 && [201, 409, 422].includes(own)) return RULES.created;
  if (status === 204 && own === 200) return RULES.rename;
  if (status === 204 && own === 201) return RULES.created;
  if ("accept" in headers || status === 415 || own === 415) return RULES.types;
  if (status === 204 && [400, 413, 422].includes(own)) return RULES.fields;
  if (status === 404 || own === 404 || own === 200) return RULES.state;
  throw new Error(`${name}: no rule makes ${own} of ${status}`);
}

/** What is set. */
function set(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(set);
  if (!isFields(value)) return value;
  const fields = Object.entries(value).map(([name, each]) => [name, set(each)] as const);
  return Object.fromEntries(
    fields.filter(([, each]) =>
      each !== "undefined" && each !== "" && !(Array.isArray(each) && each.length === 0)
    ),
  );
}
