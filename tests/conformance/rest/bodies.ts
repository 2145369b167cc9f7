/**
 * What both models know of bodies: forms, and JSON that every reader reads alike.
 *
 * @module
 */
import { isFields } from "./http.ts";

/** A body that cannot be read. */
export class Refusal {
  readonly status: number;

  constructor(status: number) {
    this.status = status;
  }
}

/** The fields of a body, or why it cannot be read. A mark of byte order in front is no part of it. */
export function fieldsOf(headers: Readonly<Record<string, string>>, body: string): unknown {
  const coding = (headers["content-encoding"] ?? "").trim().toLowerCase();
  // No body that is recorded is packed: each is text.
  if (["gzip", "x-gzip", "deflate"].includes(coding)) return new Refusal(400);
  if (coding !== "" && coding !== "identity") return new Refusal(415);
  const text = body.replace(/^\ufeff/, "");
  return /json/i.test(headers["content-type"] ?? "") ? jsonOf(text) : formOf(text);
}

const MOST_FIELDS = 1_000;

function formOf(body: string): unknown {
  const pairs = body.split("&");
  if (pairs.length > MOST_FIELDS) return new Refusal(413);
  const fields = new Map<string, string>();
  for (const pair of pairs.filter((each) => each !== "")) {
    const [name = "", ...rest] = pair.split("=").map(decoded);
    if (name === undefined || rest.includes(undefined)) return new Refusal(400);
    if (name === "" || name === "__proto__" || fields.has(name)) return new Refusal(400);
    fields.set(name, rest.join("="));
  }
  return Object.fromEntries(fields);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]]|[^\s{}[\],:"]+/g;
const DEEPEST = 64;

function jsonOf(body: string): unknown {
  if (/^\s*(?:\[\s*){65}/.test(body)) return new Refusal(413);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return new Refusal(400);
  }
  const flaw = flawOf(body);
  return flaw === undefined ? value : new Refusal(flaw);
}

/** The first thing in JSON that two readers would read differently, or that is too deep. */
function flawOf(body: string): number | undefined {
  const open: Set<string>[] = [];
  for (const { 0: token, index } of body.matchAll(TOKENS)) {
    if (token === "{" || token === "[") {
      if (open.push(new Set()) > DEEPEST) return 413;
    } else if (token === "}" || token === "]") open.pop();
    else if (token.startsWith('"')) {
      const text = String(JSON.parse(token)), keys = open.at(-1);
      if (!text.isWellFormed()) return 400;
      if (!/^\s*:/.test(body.slice(index + token.length)) || keys === undefined) continue;
      if (text === "__proto__" || keys.has(text)) return 400;
      keys.add(text);
    } else if (!["true", "false", "null"].includes(token)) {
      const number = Number(token);
      if (!Number.isFinite(number)) return 400;
      if (Number.isInteger(number) && !Number.isSafeInteger(number)) return 400;
    }
  }
  return undefined;
}

/** What is told of a value of JSON: a zero has no sign. */
export function told(value: unknown): unknown {
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.map(told);
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, told(each)]));
}

/** A document with a merge patch (RFC 7396) applied. */
export function merged(document: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  const result: Record<string, unknown> = isFields(document) ? { ...document } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merged(result[name], value);
  }
  return result;
}

const LONGEST = 1_000;

/** Whether a value is an id: of one part, or of several. */
export function isId(value: unknown): boolean {
  if (!Array.isArray(value)) return isPart(value);
  return value.length >= 2 && value.length <= 32 && value.every(isPart);
}

function isPart(value: unknown): boolean {
  if (typeof value !== "string") return typeof value === "number" || typeof value === "boolean";
  return value !== "" && value.isWellFormed() && !value.includes("\0") && isKeySize(value);
}

/** Whether a text is short enough for a key. */
export function isKeySize(text: string): boolean {
  return new TextEncoder().encode(text).length + text.split("\0").length - 1 <= LONGEST;
}

/** An id as text, each of its own. */
export function idText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
