/**
 * Numbers of phones.
 *
 * @module
 */

/** Whether a text is the number of a phone: a plus at most before 3 to 15 digits (ITU-T E.164), with blanks, hyphens, dots and pairs of brackets between them. */
export function isPhone(text: string): boolean {
  if (text.length > 40 || !/^\+?[\d(][\d().\- ]*$/.test(text)) return false;
  const digits = digitsOf(text).length, brackets = text.replace(/[^()]/g, "");
  return digits >= 3 && digits <= 15 && /^(?:\(\))*$/.test(brackets) && /\d\)?$/.test(text);
}

/** The digits of a number. */
function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}
