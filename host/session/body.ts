/**
 * Small bodies of requests.
 *
 * @module
 */

/** The text of a body; undefined where it is of more bytes. */
export async function textOf({ body }: Request, most: number): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = "", length = 0;
  for await (const part of body ?? []) {
    length += part.length;
    if (length > most) return undefined;
    text += decoder.decode(part, { stream: true });
  }
  return text.trim();
}
