/**
 * What an entry of presence may hold.
 *
 * @module
 */
import { N2oError } from "../error.ts";
import type { Plain } from "../term/plain.ts";
import { bytesOf, DATA, KEY, TOPIC } from "./words.ts";

/**
 * Refuses an entry; `topic` as `keyText` writes it.
 *
 * @throws {N2oError} `value` for data that is not plain, `full` for what is too large.
 */
export function bound(topic: string, key: string, data: Plain): void {
  const bytes = bytesOf(data);
  if (bytes > DATA) throw new N2oError("full", `presence: ${bytes} bytes of data, over ${DATA}`);
  if (typeof key !== "string" || key.length > KEY) {
    throw new N2oError("full", `presence: a key is a text of at most ${KEY} characters`);
  }
  if (topic.length > TOPIC) {
    throw new N2oError("full", `presence: a topic has at most ${TOPIC} characters`);
  }
}
