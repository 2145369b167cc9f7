/**
 * Opening a store by what is written in a config.
 *
 * @module
 */
import type { DenoKvOptions } from "./host/deno/deno.ts";
import { given, KvsError } from "./error.ts";
import type { Kv } from "./kv.ts";
import { memoryKv } from "./host/memory/memory.ts";
import { recheck } from "./rows/format.ts";

/** Opens the store that a URL of its scheme names. */
export type KvOpener = (target: URL) => Promise<Kv> | Kv;

/** What {@linkcode openKv} may be told beside the target. */
export interface OpenKvOptions extends DenoKvOptions {
  /**
   * Openers by scheme, with the colon: `{ "redis:": openRedisKv }`. They come before those known
   * here.
   */
  openers?: Readonly<Record<string, KvOpener>>;
}

const ACCEPTED =
  'give a path, a "file:" or "http(s):" URL (Deno KV), ":memory:", or a store that is open';

/**
 * Opens a store.
 *
 * | target | store |
 * | --- | --- |
 * | nothing | Deno KV where Deno keeps it: the database attached on Deno Deploy, else a file |
 * | a path, or a `file:` URL | Deno KV in that SQLite file; its folder is made if only that is missing |
 * | `http:` or `https:` | Deno KV of a server, by KV Connect |
 * | `:memory:` | a store in memory, lost with the process |
 * | a URL of a scheme in `openers` | what that opener opens |
 * | an open store | itself |
 *
 * Deno KV comes wrapped: see {@linkcode wrapDenoKv}. Give a path where several processes share a queue:
 * they are then told of each other's messages within a second, without one only once a minute.
 *
 * @example
 * ```ts
 * import { openKv } from "@n2o/n2o/kvs";
 *
 * using kv = await openKv(":memory:");
 * await kv.set(["user", 1], { name: "Maxim" });
 * const user = await kv.get<{ name: string }>(["user", 1]);
 * if (user.value?.name !== "Maxim") throw new Error("lost");
 * ```
 *
 * @throws {KvsError} `config` for one that nothing here opens, `host` where this host has no Deno
 * KV, `open` when opening fails, with the cause; `layout` for a store that a later version of this
 * module has written, which is closed again.
 */
export async function openKv(target?: string | URL | Kv, how: OpenKvOptions = {}): Promise<Kv> {
  const options = given("openKv", () => ({ ...how }));
  if (!isText(target)) return target;
  const text = target === undefined ? undefined : String(target);
  if (text === ":memory:") return memoryKv(options.clock ? { clock: options.clock } : {});
  const scheme = text === undefined ? undefined : schemeOf(text);
  const opener = scheme && options.openers && Object.hasOwn(options.openers, scheme)
    ? options.openers[scheme]
    : undefined;
  if (text !== undefined && opener) return await known(await opener(new URL(text)));
  if (text === "" || text?.startsWith(":") || (scheme && !NATIVE.has(scheme))) {
    throw new KvsError(
      "config",
      `cannot open the store ${JSON.stringify(text)}: ${ACCEPTED}${others(options)}`,
    );
  }
  // Only where it is opened: other hosts have stores of their own.
  const { openDenoKv } = await import("./host/deno/open.ts");
  return await known(await openDenoKv(scheme === "file:" ? pathOf(text ?? "") : text, options));
}

/** @throws {KvsError} `config` for what is neither text nor a URL nor, by its looks, a store */
function isText(target: string | URL | Kv | undefined): target is string | URL | undefined {
  if (target === undefined || typeof target === "string") return true;
  return given("openKv", () => {
    if (target instanceof URL) return true;
    if (typeof target === "object" && typeof target.atomic === "function") return false;
    throw new KvsError("config", `cannot open what is of type ${typeof target}: ${ACCEPTED}`);
  });
}

const NATIVE: ReadonlySet<string> = new Set(["file:", "http:", "https:"]);

/** Two letters at least: one is a drive of Windows. */
function schemeOf(target: string): string | undefined {
  return /^[a-z][a-z0-9+.-]+:/i.exec(target)?.[0].toLowerCase();
}

function pathOf(url: string): string {
  const path = decodeURIComponent(new URL(url).pathname);
  return /^\/[a-z]:\//i.test(path) ? path.slice(1) : path;
}

function others({ openers }: OpenKvOptions): string {
  const schemes = Object.keys(openers ?? {});
  return schemes.length === 0
    ? '; other schemes (such as "redis:") need their opener in the option "openers"'
    : `, or a URL of ${schemes.join(", ")}`;
}

/** The store, unless it is of a layout that is not known here. */
async function known(kv: Kv): Promise<Kv> {
  try {
    await recheck(kv);
    return kv;
  } catch (error) {
    kv[Symbol.dispose]();
    throw error;
  }
}
