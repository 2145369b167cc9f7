/**
 * Numbers of cards.
 *
 * @module
 */

/** Whether a text is the number of a card: 12 to 19 digits, blanks and hyphens between them, whose check digit is right (ISO/IEC 7812-1, annex B: Luhn). */
export function isCard(text: string): boolean {
  if (text.length > 40 || !/^\d[\d -]*\d$/.test(text)) return false;
  const digits = text.replace(/[ -]/g, "");
  if (digits.length < 12 || digits.length > 19 || /^0+$/.test(digits)) return false;
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    const twice = at % 2 === 0 ? digit : 2 * digit;
    sum += twice > 9 ? twice - 9 : twice;
  }
  return sum % 10 === 0;
}
