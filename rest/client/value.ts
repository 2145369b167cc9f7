/**
 * Values on their way to an API and back: the mapping of `rest/value/json.ts`, of which a browser needs no more than this.
 *
 * @module
 */
import { fromBase64, isRecord, toBase64 } from "../../base/mod.ts";
import type { Kind } from "../value/kind.ts";

/** A value as the text of JSON. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === "bigint") return String(each);
    if (typeof each === "number" && (!Number.isFinite(each) || Object.is(each, -0))) {
      return Object.is(each, -0) ? "-0" : String(each);
    }
    if (ArrayBuffer.isView(each)) {
      return toBase64(new Uint8Array(each.buffer, each.byteOffset, each.byteLength));
    }
    if (each instanceof Set) return [...each];
    return each instanceof Map ? Object.fromEntries(each) : each;
  });
}

/** A value of JSON as its kind says; what is not of it stays as it came. */
export function revived(json: unknown, kind: Kind = "any"): unknown {
  if (kind === "any" || json === null) return json;
  if (typeof kind === "string") return typeof json === "string" ? scalar(json, kind) : json;
  if ("list" in kind) {
    return Array.isArray(json) ? json.map((each) => revived(each, kind.list)) : json;
  }
  if ("set" in kind) {
    return Array.isArray(json) ? new Set(json.map((each) => revived(each, kind.set))) : json;
  }
  if ("tuple" in kind) {
    return Array.isArray(json) ? json.map((each, at) => revived(each, kind.tuple[at])) : json;
  }
  if (!isRecord(json)) return json;
  const entries = Object.entries(json).map(([name, each]) =>
    [name, revived(each, "map" in kind ? kind.map : kindIn(kind.fields, name))] as const
  );
  return "map" in kind ? new Map(entries) : Object.fromEntries(entries);
}

function kindIn(fields: Readonly<Record<string, Kind>>, name: string): Kind {
  return Object.hasOwn(fields, name) ? fields[name] ?? "any" : "any";
}

function scalar(text: string, kind: "bigint" | "date" | "bytes" | "number"): unknown {
  switch (kind) {
    case "bigint":
      return /^-?\d+$/.test(text) ? BigInt(text) : text;
    case "date":
      return new Date(text);
    case "bytes":
      return fromBase64(text);
    case "number":
      return Number(text);
  }
}
