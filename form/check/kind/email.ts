/**
 * Addresses of mail.
 *
 * @module
 */

/** Letters, digits and signs, an at sign, labels of a host (HTML, section 4.10.5.1.5: what `type=email` takes, nothing else). */
const ADDRESS =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z\d](?:[A-Za-z\d-]{0,61}[A-Za-z\d])?(?:\.[A-Za-z\d](?:[A-Za-z\d-]{0,61}[A-Za-z\d])?)*$/;

/** Whether a text is an address of mail, as a browser takes one; at most 254 characters (RFC 5321, section 4.5.3.1.3). */
export function isEmail(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text);
}
