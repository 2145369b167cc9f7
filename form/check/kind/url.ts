/**
 * Addresses of pages.
 *
 * @module
 */

/** Whether a text is the whole address of a page, `http` or `https` with a host and without a name and password, at most 2,048 UTF-16 units. */
export function isUrl(text: string): boolean {
  if (text.length > 2_048 || !/^https?:\/\/[^\s/?#]/i.test(text)) return false;
  const address = URL.parse(text);
  return address !== null && address.username === "" && address.password === "";
}
