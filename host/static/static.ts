/**
 * Files of a folder, wherever the application's code came from: a disk or a URL.
 *
 * @module
 */
const TYPES: Readonly<Record<string, string>> = {
  htm: "text/html; charset=utf-8",
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  txt: "text/plain; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  webp: "image/webp",
  ico: "image/x-icon",
  woff2: "font/woff2",
  webmanifest: "application/manifest+json",
};

/** What a file system says of a name that is no file's. */
const ABSENT = new Set<unknown>(["ENOENT", "EISDIR", "ENOTDIR", "ENAMETOOLONG", "EINVAL"]);

/**
 * The file `name` of `folder` as a response, or `undefined` if there is none.
 *
 * A name is a path of plain segments, none of which begins with a dot: nothing outside of the folder can be asked for.
 */
export async function file(folder: URL, name: string): Promise<Response | undefined> {
  if (!/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(name)) return undefined;
  const bytes = await read(new URL(name, folder));
  if (bytes === undefined) return undefined;
  const type = TYPES[name.slice(name.lastIndexOf(".") + 1).toLowerCase()] ??
    "application/octet-stream";
  return new Response(bytes, { headers: { "content-type": type, "cache-control": "no-cache" } });
}

async function read(url: URL): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (url.protocol !== "file:") {
    const response = await fetch(url);
    return response.ok ? await response.bytes() : void await response.body?.cancel();
  }
  try {
    return await Deno.readFile(url);
  } catch (error) {
    if (error instanceof Error && "code" in error && ABSENT.has(error.code)) return undefined;
    throw error;
  }
}
