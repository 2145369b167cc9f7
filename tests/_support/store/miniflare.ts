/**
 * Cloudflare's runtime on this machine (workerd, started by npm's miniflare), with one worker of
 * ours in it.
 *
 * @module
 */
import type { KvResponse } from "../../../kvs/host/durable/durable.ts";
import { lacks } from "../permission.ts";
import { CI } from "../program.ts";

/** In a variable, so that a machine without the package can check and run the other tests. */
const PACKAGE = "npm:miniflare@4.20260730.0";

/** A worker that runs. */
export interface Running {
  /** Asks it. */
  dispatchFetch(
    url: string,
    init?: object,
  ): Promise<
    KvResponse & { readonly headers: Iterable<[string, string]>; text(): Promise<string> }
  >;
  /** Where it listens, once it does. */
  readonly ready: Promise<URL>;
  /** Ends it. */
  dispose(): Promise<void>;
}

type Constructor = new (options: object) => Running;

const found = await import(PACKAGE).then(
  ({ Miniflare }) => ({ Miniflare: Miniflare as Constructor }),
  (cause: unknown) => ({ cause }),
);
if ("cause" in found && CI) {
  throw new Error("the tests of Cloudflare need npm's miniflare", { cause: found.cause });
}

/** True where miniflare cannot be had, or not be run: its tests are then reported as ignored; without it they fail in CI. */
export const missing: boolean = "cause" in found || lacks("net", "read", "run", "write");

/**
 * Bundles a module for workerd; `instead` has the sources of modules that stand in for others, by
 * the address of those.
 */
export async function bundle(
  module: URL,
  output: string,
  instead: Readonly<Record<string, string>> = {},
): Promise<void> {
  const imports: Record<string, string> = {};
  for (const [n, [address, source]] of Object.entries(instead).entries()) {
    await Deno.writeTextFile(`${output}.${n}.ts`, source);
    imports[address] = `file://${output}.${n}.ts`;
  }
  await Deno.writeTextFile(`${output}.map.json`, JSON.stringify({ imports }));
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "bundle",
      "--quiet",
      "--platform=browser",
      "--external=cloudflare:workers",
      ...["async_hooks", "assert/strict", "buffer", "crypto", "util", "zlib"]
        .map((name) => `--external=node:${name}`),
      `--import-map=${output}.map.json`,
      "-o",
      output,
      module.pathname,
    ],
  }).output();
  if (!success) throw new Error(`cannot bundle ${module}: ${new TextDecoder().decode(stderr)}`);
}

/** Starts a bundled worker whose `STORE` is a namespace of objects kept in `folder`, with `bindings` of plain data beside it. */
export function start(script: string, folder: string, bindings: object = {}): Running {
  if (!("Miniflare" in found)) throw new Error("miniflare is missing");
  return new found.Miniflare({
    modules: [{ type: "ESModule", path: "worker.js", contents: Deno.readTextFileSync(script) }],
    compatibilityDate: "2026-07-01",
    // the other flag lets clones of errors have no enumerable stack and cause, as by the standard
    compatibilityFlags: ["nodejs_compat", "legacy_error_serialization"],
    durableObjects: { STORE: { className: "Store", useSQLite: true } },
    durableObjectsPersist: folder,
    bindings,
  });
}
