/**
 * The console of stores: `deno task kvs`.
 *
 * @module
 */
import { messageOf } from "../base/mod.ts";
import type { Kv } from "../kvs/mod.ts";
import { ConsoleError } from "./error.ts";
import { type CommandLine, readArguments, readSelection, readSize, usage } from "./arguments.ts";
import { checkStore } from "./command/check.ts";
import { copy } from "./command/copy.ts";
import { count } from "./command/count.ts";
import { exportStore } from "./command/export.ts";
import { HELP } from "./help.ts";
import { importStore } from "./command/import.ts";
import { type Io, printable, processIo } from "./io.ts";
import { list } from "./command/list.ts";
import { page } from "./command/page.ts";
import { isPath, openTarget } from "./target.ts";

/** Opens a store by what the command line says. */
export type Opener = (target: string, existing: boolean) => Promise<Kv>;

/**
 * Runs a command line.
 *
 * @param open opens stores: as the help says unless given
 * @returns the exit code: 0; 1 where something failed; 2 for a wrong command line
 */
export async function main(
  args: readonly string[],
  io: Io,
  open: Opener = openTarget,
): Promise<number> {
  try {
    const line = readArguments(args);
    if (line === undefined) await io.out(HELP);
    else await run(line, io, open);
    return 0;
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) return 0; // the reader, such as head, has enough
    if (io.watched) await io.err("\r\x1b[K"); // the line of a progress that has no end
    await io.err(`kvs: ${printable(messageOf(error))}\n`);
    return ConsoleError.is(error, "usage") ? 2 : 1;
  }
}

async function run(line: CommandLine, io: Io, open: Opener): Promise<void> {
  const { command, store, second = "", values } = line;
  const { json, progress, keep } = values;
  const name = command === "count" ? line.second : undefined;
  const part = readSelection(values, name), size = readSize(values.size);
  if (command === "copy" && await isSame(store, second)) {
    throw usage("source and target are the same store");
  }
  using kv = await openStore(line, open);
  switch (command) {
    case "list":
      return await list(kv, io, { under: values.under, json });
    case "page": {
      const { oldest, after } = values;
      return await page(kv, io, second, { oldest, size, after, json });
    }
    case "count":
      return await count(kv, io, part, { progress });
    case "export":
      return await exportStore(kv, io, part, { out: values.out, progress });
    case "import": {
      const dryRun = values["dry-run"], from = second === "" || second === "-" ? undefined : second;
      return void await importStore(kv, io, { from, keep, dryRun, progress });
    }
    case "check": {
      const { under, mend } = values;
      return await checkStore(kv, io, { under, mend, json, progress });
    }
    case "copy": {
      using to = await open(second, false);
      const { merge, verify } = values;
      await copy(kv, to, io, part, { merge, keep, verify, progress });
    }
  }
}

/** What would be imported into a store that is not there is checked against an empty one. */
async function openStore({ command, store, values }: CommandLine, open: Opener): Promise<Kv> {
  if (command !== "import") return await open(store, true);
  const checked = values["dry-run"] === true && isPath(store) && !await exists(store);
  return await open(checked ? ":memory:" : store, false);
}

function exists(path: string): Promise<boolean> {
  return Deno.stat(path).then(() => true, () => false);
}

async function isSame(a: string, b: string): Promise<boolean> {
  if (a === b) return a !== ":memory:";
  if (!isPath(a) || !isPath(b)) return false;
  const [first, other] = await Promise.all(
    [a, b].map((path) => Deno.realPath(path).catch(() => path)),
  );
  return first === other;
}

if (import.meta.main) Deno.exit(await main(Deno.args, processIo()));
