/**
 * Whether a message that a wait wants lies in the store already.
 *
 * @module
 */
import type { Wait } from "../state/state.ts";
import type { Host } from "../store/host.ts";
import { messageKeysRow } from "../store/keys.ts";
import { keyText } from "./rows.ts";

/**
 * Those of the waits for which a message lies there. They are told so in the commit that makes them, so that the message is
 * taken even where the process ends before it can.
 */
export async function messagesThere(host: Host, waits: readonly Wait[]): Promise<readonly Wait[]> {
  const found: Wait[] = [];
  for (const wait of waits) {
    if (wait.kind === "message" && await isThere(host, wait)) found.push(wait);
  }
  return found;
}

async function isThere(host: Host, { name = "", keys }: Wait): Promise<boolean> {
  const prefix = messageKeysRow.prefix(name, keyText(keys));
  for await (const _ of host.kv.list({ prefix }, { limit: 1 })) return true;
  return false;
}
