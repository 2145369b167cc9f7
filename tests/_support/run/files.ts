/**
 * The files that a run takes its tests and examples from.
 *
 * @module
 */

/** What `deno test` passes by as well. */
const PASSED_BY = ["node_modules", ".git"];

/** All files in a folder and its folders, in the order of their paths; of a file, itself. */
export function filesUnder(path: string): string[] {
  if (Deno.statSync(path).isFile) return [path];
  const entries = [...Deno.readDirSync(path)].sort((a, b) => a.name < b.name ? -1 : 1);
  return entries.flatMap(({ name, isDirectory, isFile }) => {
    const inner = `${path}/${name}`;
    if (isDirectory) return PASSED_BY.includes(name) ? [] : filesUnder(inner);
    return isFile ? [inner] : [];
  });
}
