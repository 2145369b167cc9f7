/**
 * Where templates come from.
 *
 * @module
 */
import { DtlError } from "./error.ts";

/** The text of a template by its name; `undefined` where there is none. */
export type Source = (name: string) => string | undefined | Promise<string | undefined>;

/**
 * Templates from memory: their texts by their names.
 *
 * @example
 * ```ts
 * import { memory, Templates } from "@n2o/n2o/nitro/dtl";
 *
 * const templates = new Templates({ source: memory({ "hello.html": "Hello {{ name }}!" }) });
 * const text = await templates.render("hello.html", { name: "<Ann>" });
 * if (text !== "Hello &lt;Ann&gt;!") throw new Error(text);
 * ```
 */
export function memory(texts: Readonly<Record<string, string>>): Source {
  return (name) => Object.hasOwn(texts, name) ? texts[name] : undefined;
}

/**
 * Templates from a folder: its files by their paths within it, such as `shop/row.html`. A link that leads out of the folder is followed
 * nowhere.
 *
 * @example
 * ```ts
 * import { folder, Templates } from "@n2o/n2o/nitro/dtl";
 *
 * const path = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${path}/hello.html`, "Hello {{ name }}!");
 * const templates = new Templates({ source: folder(path) });
 * const text = await templates.render("hello.html", { name: "Ann" });
 * await Deno.remove(path, { recursive: true });
 * if (text !== "Hello Ann!") throw new Error(text);
 * ```
 *
 * @param path the folder: a path, or an address `file:`.
 */
export function folder(path: string | URL): Source {
  return async (name) => {
    if (!isInner(name)) return undefined;
    const { readFile, realpath } = await import("node:fs/promises");
    const { join, sep } = await import("node:path");
    const { fileURLToPath } = await import("node:url");
    try {
      const root = await realpath(path instanceof URL ? fileURLToPath(path) : path);
      const file = await realpath(join(root, name));
      return file.startsWith(root + sep) ? await readFile(file, "utf8") : undefined;
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  };
}

/** Whether a file is not there, or is a folder. */
function isAbsent(error: unknown): boolean {
  const code: unknown = Reflect.get(Object(error), "code");
  return code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR" || code === "ENAMETOOLONG";
}

/**
 * Templates from a site: addresses below one that ends with `/`.
 *
 * @example
 * ```ts
 * import { address } from "@n2o/n2o/nitro/dtl";
 *
 * const asked: string[] = [];
 * const ask = (input: URL) => (asked.push(input.href), Promise.resolve(new Response("Hello")));
 * const source = address("https://shop.example/templates/", ask);
 * if (await source("hello.html") !== "Hello") throw new Error("another text");
 * if (asked[0] !== "https://shop.example/templates/hello.html") throw new Error(asked[0]);
 * ```
 *
 * @param base the address under which they are.
 * @param ask gets one of them; `fetch` by default.
 */
export function address(
  base: string | URL,
  ask: (address: URL) => Promise<Response> = fetch,
): Source {
  return async (name) => {
    if (!isInner(name)) return undefined;
    const asked = new URL(name.split("/").map(encodeURIComponent).join("/"), base);
    const response = await ask(asked);
    if (response.ok) return await response.text();
    await response.body?.cancel();
    if (response.status === 404 || response.status === 410) return undefined;
    throw new DtlError("missing", `"${name}" was asked for, and the answer was ${response.status}`);
  };
}

/** Whether a name stays below where templates are. */
function isInner(name: string): boolean {
  // deno-lint-ignore no-control-regex -- no file is named so
  return name !== "" && !/[\\\u0000-\u001f:]/.test(name) &&
    !name.split("/").some((part) => part === "" || part === "." || part === "..");
}
