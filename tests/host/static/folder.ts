/**
 * Folders of files for tests.
 *
 * @module
 */

/** A folder that is removed in the end. */
export interface TestFolder extends AsyncDisposable {
  /** Its URL, with a slash at the end. */
  readonly url: URL;
  /** Writes a file, with the folders on the way to it. */
  write(name: string, content: string | Uint8Array): Promise<void>;
}

/** A folder of these files. */
export async function testFolder(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<TestFolder> {
  const path = await Deno.makeTempDir({ prefix: "static-" });
  async function write(name: string, content: string | Uint8Array): Promise<void> {
    const slash = name.lastIndexOf("/");
    if (slash > 0) await Deno.mkdir(`${path}/${name.slice(0, slash)}`, { recursive: true });
    if (typeof content === "string") await Deno.writeTextFile(`${path}/${name}`, content);
    else await Deno.writeFile(`${path}/${name}`, content);
  }
  for (const [name, content] of Object.entries(files)) await write(name, content);
  return {
    url: new URL(`file://${path}/`),
    write,
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}
