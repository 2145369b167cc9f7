/**
 * The tags of JSON as the original has it: those of the external term format, as its browser client names what it decoded.
 *
 * @module
 */

/** What JSON itself cannot say, as BERT in base64; the number is the format's version. */
export const BERT = 131;
export const FLOAT = 70;
export const SMALL = 97;
export const INTEGER = 98;
export const FLOAT_TEXT = 99;
export const ATOM = 100;
export const TUPLE = 104;
export const LARGE_TUPLE = 105;
export const NIL = 106;
export const STRING = 107;
export const LIST = 108;
/** A value of JSON: text, a number, a list, an object. */
export const VALUE = 109;
export const BIG = 110;
export const LARGE_BIG = 111;
export const SMALL_ATOM = 115;
export const MAP = 116;
export const UTF8_ATOM = 118;
export const SMALL_UTF8_ATOM = 119;
