/**
 * Models that must load.
 *
 * @module
 */
import { parse } from "../../bpe/parse.ts";
import type { Report } from "./report.ts";

/** Loads every model of a folder. */
export function loads(folder: URL): Report {
  const files = [...Deno.readDirSync(folder)].filter(({ name }) => /\.(bpmn|xml)$/.test(name));
  return {
    list: "models",
    results: files.map(({ name }) => ({ name, failure: failureOf(new URL(name, folder)) })),
  };
}

function failureOf(file: URL): string {
  try {
    parse(Deno.readFileSync(file));
    return "";
  } catch (error) {
    return String(error);
  }
}
