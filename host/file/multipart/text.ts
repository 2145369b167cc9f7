/**
 * Fields that are no files: the text of a part, and texts by the names of their controls.
 *
 * @module
 */
import type { Part } from "./multipart.ts";
import { Refused } from "./refused.ts";

/** The content of a part as text, of at most so many bytes. Rejects with {@linkcode Refused} for a longer one. */
export async function textOf(part: Pick<Part, "read">, most: number): Promise<string> {
  const decoder = new TextDecoder();
  let value = "", size = 0;
  for (let piece = await part.read(); piece !== undefined; piece = await part.read()) {
    size += piece.length;
    if (size > most) throw new Refused(`a field of more than ${most} bytes`, 413);
    value += decoder.decode(piece, { stream: true });
  }
  return value + decoder.decode();
}

/** Adds a text to those of its control, behind what is there. */
export function addText(texts: Map<string, string[]>, name: string, text: string): void {
  const known = texts.get(name);
  if (known === undefined) texts.set(name, [text]);
  else known.push(text);
}
