/**
 * A folder that lives as long as a test.
 *
 * @module
 */

/** A folder of its own, removed with all that is in it at the end of its block. */
export interface Folder extends AsyncDisposable {
  /** Its path, absolute. */
  readonly path: string;
}

/** Makes an empty folder. */
export async function temporaryFolder(): Promise<Folder> {
  const path = await Deno.makeTempDir();
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
