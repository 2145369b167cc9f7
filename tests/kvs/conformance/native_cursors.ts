import { cursorsOf } from "./list_keys.ts";

/**
 * The cursors that native Deno KV gives. Inside a Durable Object, where there is none, the bundle of
 * the worker brings along what it gave outside.
 */
export async function nativeCursors(): Promise<string[][]> {
  using native = await Deno.openKv(":memory:");
  return await cursorsOf(native);
}
