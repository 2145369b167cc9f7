/**
 * The command line, checked.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { messageOf } from "../base/mod.ts";
import { feedParts, type KvKey } from "../kvs/mod.ts";
import { isFeed, tableName } from "../kvs/tool.ts";
import { ConsoleError } from "./error.ts";
import { keyFromJson } from "./text/key.ts";
import type { Selection } from "./text/select.ts";

/** What each command takes: positionals (at least, at most) and options. */
const COMMANDS = {
  list: { least: 1, most: 1, options: ["under", "json"] },
  page: { least: 2, most: 2, options: ["oldest", "size", "after", "json"] },
  count: { least: 1, most: 2, options: ["feed", "table", "prefix", "progress"] },
  export: { least: 1, most: 1, options: ["feed", "table", "prefix", "progress", "out"] },
  import: { least: 1, most: 2, options: ["keep", "dry-run", "progress"] },
  check: { least: 1, most: 1, options: ["under", "mend", "json", "progress"] },
  copy: {
    least: 2,
    most: 2,
    options: ["feed", "table", "prefix", "progress", "merge", "keep", "verify"],
  },
} as const;

const OPTIONS = {
  help: { type: "boolean", short: "h" },
  json: { type: "boolean" },
  oldest: { type: "boolean" },
  progress: { type: "boolean" },
  keep: { type: "boolean" },
  mend: { type: "boolean" },
  merge: { type: "boolean" },
  verify: { type: "boolean" },
  "dry-run": { type: "boolean" },
  under: { type: "string" },
  size: { type: "string" },
  after: { type: "string" },
  out: { type: "string" },
  feed: { type: "string" },
  table: { type: "string" },
  prefix: { type: "string" },
} as const;

/** A command of the console. */
export type Command = keyof typeof COMMANDS;

/** The options of the command line, by their names. */
export type Values = Parsed["values"];

/** A checked command line. */
export interface CommandLine {
  /** What is to be done. */
  readonly command: Command;
  /** Where: a path, `:memory:`, or a URL. */
  readonly store: string;
  /** A feed or table, a file, or the target of a copy; undefined where none is given. */
  readonly second: string | undefined;
  /** Those that the command has, and no others. */
  readonly values: Values;
}

type Parsed = ReturnType<
  typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>
>;

function parse(args: readonly string[]): Parsed {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
}

/**
 * Reads the command line; undefined where help is asked for.
 *
 * @throws {ConsoleError} `usage`
 */
export function readArguments(args: readonly string[]): CommandLine | undefined {
  const { values, positionals } = parsed(args);
  const [command, store, second] = positionals;
  if (values.help || command === undefined || command === "help") return undefined;
  if (!isCommand(command)) {
    throw usage(`there is no command "${command}", but ${Object.keys(COMMANDS).join(", ")}`);
  }
  const { least, most, options } = COMMANDS[command], given = positionals.length - 1;
  if (store === undefined || given < least) {
    const missing = store === undefined
      ? "a store"
      : command === "copy"
      ? "a target"
      : "a feed or table";
    throw usage(`${command} needs ${missing}`);
  }
  if (given > most) throw usage(`${command} takes no "${positionals[most + 1]}"`);
  const known: readonly string[] = options;
  for (const name of Object.keys(values)) {
    if (!known.includes(name)) throw usage(`${command} has no option --${name}`);
  }
  return { command, store, second, values };
}

/** The part of a store that the options, or a name, select. */
export function readSelection(
  { feed, table, prefix }: Pick<Values, "feed" | "table" | "prefix">,
  name?: string,
): Selection {
  const given = [feed, table, prefix, name].filter((option) => option !== undefined);
  if (given.length > 1) throw usage("give one of --feed, --table and --prefix");
  const path = feed ?? (isFeed(name) ? name : undefined);
  if (path !== undefined) {
    feedParts(path);
    return { feed: path };
  }
  const named = table ?? name;
  if (named !== undefined) return { table: tableName(named) };
  return prefix === undefined ? {} : { prefix: keyOf(prefix) };
}

/** The whole number from 1 of an option. */
export function readSize(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^([1-9]\d{0,2}|1000)$/.test(text)) return Number(text);
  throw usage(`--size takes a whole number from 1 to 1000, not "${text}"`);
}

/** An error of the command line. */
export function usage(why: string, cause?: unknown): ConsoleError {
  return new ConsoleError("usage", `${why}; see deno task kvs --help`, { cause });
}

function parsed(args: readonly string[]): Parsed {
  try {
    return parse(args);
  } catch (cause) {
    throw usage(messageOf(cause).split(". ")[0] ?? "", cause);
  }
}

function isCommand(name: string): name is Command {
  return Object.hasOwn(COMMANDS, name);
}

function keyOf(text: string): KvKey {
  try {
    return keyFromJson(JSON.parse(text));
  } catch (cause) {
    throw usage(`--prefix takes a key as JSON, such as '["user", 7]', not '${text}'`, cause);
  }
}
