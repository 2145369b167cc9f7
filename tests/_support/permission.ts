/**
 * What this run may do: bare `deno test` may nothing, and a test that lacks a permission is ignored.
 *
 * Packages that read variables of the environment as they are imported find none then: this module is imported before them.
 *
 * @module
 */
import process from "node:process";

if (!permitted({ name: "env" })) Object.defineProperty(process, "env", { value: {} });

/** Whether a permission is granted; nobody is asked. */
export function permitted(descriptor: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(descriptor).state === "granted";
}

/** Whether this run lacks one of these permissions: `Deno.test({ name, ignore: lacks("run"), fn })`. */
export function lacks(...names: readonly Deno.PermissionDescriptor["name"][]): boolean {
  return names.some((name) => !permitted({ name }));
}

/** `Deno.test` for what needs these permissions: where this run lacks one it is reported as ignored. */
export function testWith(
  ...names: readonly Deno.PermissionDescriptor["name"][]
): Deno.DenoTest {
  return lacks(...names) ? Object.assign(Deno.test.ignore.bind(Deno.test), Deno.test) : Deno.test;
}

/** Has all tests of the calling file reported as ignored where this run lacks one of these permissions. */
export function needs(...names: readonly Deno.PermissionDescriptor["name"][]): void {
  if (!lacks(...names)) return;
  const { ignore } = Deno.test, nothing = () => {};
  Reflect.set(
    Deno,
    "test",
    Object.assign(ignore.bind(Deno.test), { ignore, beforeAll: nothing, afterAll: nothing }),
  );
}

/** A variable of the environment; undefined also where it may not be read. */
export function variable(name: string): string | undefined {
  return permitted({ name: "env", variable: name }) ? Deno.env.get(name) : undefined;
}

/** Whether there is a file or a folder; false also where it may not be looked for. */
export function isThere(path: string | URL): boolean {
  if (!permitted({ name: "read", path })) return false;
  try {
    return Boolean(Deno.statSync(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
