/**
 * Values on their way to an API and back: the mapping of `rest/value/json.ts`, of which a browser needs no more than this.
 *
 * @module
 */
import { fromBase64, isPlainObject, isRecord, toBase64 } from "../../base/mod.ts";
import { type Kind, kindAt, kindOf } from "../value/kind.ts";
import { ProblemError } from "./problem.ts";

/**
 * A value as the text of JSON; -0 is 0, which is equal to it.
 *
 * @throws {ProblemError} `unsendable` for a date that is none: as null it would take away what is there
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, name, each) {
    // Dates are told by their toJSON before they come here.
    if (each === null && this[name] instanceof Date) {
      throw new ProblemError("unsendable", `${JSON.stringify(name)} is a date that is none`);
    }
    if (typeof each === "bigint") return String(each);
    if (typeof each === "number" && !Number.isFinite(each)) return String(each);
    if (ArrayBuffer.isView(each)) {
      return toBase64(new Uint8Array(each.buffer, each.byteOffset, each.byteLength));
    }
    if (each instanceof Set) return [...each];
    return each instanceof Map ? Object.fromEntries(each) : each;
  });
}

/** A value with "-0" in place of -0 where its kind is number: there it is told apart from 0. */
export function signed(value: unknown, kind: Kind = "any"): unknown {
  if (typeof kind === "string") return kind === "number" && Object.is(value, -0) ? "-0" : value;
  if (Array.isArray(value)) return value.map((each, at) => signed(each, kindAt(kind, at)));
  if (value instanceof Map) {
    return new Map([...value].map(([name, each]) => [name, signed(each, kindOf(kind, name))]));
  }
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, signed(each, kindOf(kind, name))] as const),
  );
}

/** A value of JSON as its kind says; what is not of it stays as it came. */
export function revived(json: unknown, kind: Kind = "any"): unknown {
  if (kind === "any" || json === null) return json;
  if (typeof kind === "string") return typeof json === "string" ? scalar(json, kind) : json;
  if (!("map" in kind || "fields" in kind)) {
    if (!Array.isArray(json)) return json;
    const list = json.map((each, at) => revived(each, kindAt(kind, at)));
    return "set" in kind ? new Set(list) : list;
  }
  if (!isRecord(json)) return json;
  const entries = Object.entries(json).map(([name, each]) =>
    [name, revived(each, kindOf(kind, name))] as const
  );
  return "map" in kind ? new Map(entries) : Object.fromEntries(entries);
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
