/**
 * Tags of the external term format ("External Term Format" in the ERTS manual).
 *
 * @module
 */

/** First byte of every encoded term. */
export const VERSION = 131;

/** 8 bytes, IEEE 754, big-endian. */
export const NEW_FLOAT = 70;
/** Binary with unused bits in its last byte. */
export const BIT_BINARY = 77;
/** zlib data of a term. */
export const COMPRESSED = 80;
/** Pid with a 32-bit creation. */
export const NEW_PID = 88;
/** Port with a 32-bit creation. */
export const NEW_PORT = 89;
/** Reference with a 32-bit creation. */
export const NEWER_REFERENCE = 90;
/** Integer 0 to 255. */
export const SMALL_INTEGER = 97;
/** Signed 32-bit integer. */
export const INTEGER = 98;
/** Float as text of 31 bytes. */
export const FLOAT = 99;
/** Latin-1 atom, 16-bit length. */
export const ATOM = 100;
/** Reference of one word, 2-bit creation. */
export const REFERENCE = 101;
/** Port with a 2-bit creation. */
export const PORT = 102;
/** Pid with a 2-bit creation. */
export const PID = 103;
/** Tuple of up to 255 elements. */
export const SMALL_TUPLE = 104;
/** Tuple, 32-bit arity. */
export const LARGE_TUPLE = 105;
/** The empty list. */
export const NIL = 106;
/** List of up to 65,535 bytes. */
export const STRING = 107;
/** List, 32-bit length, and its tail. */
export const LIST = 108;
/** Binary, 32-bit length. */
export const BINARY = 109;
/** Integer of up to 255 bytes. */
export const SMALL_BIG = 110;
/** Integer, 32-bit length. */
export const LARGE_BIG = 111;
/** Closure, 32-bit size, with its free variables. */
export const NEW_FUN = 112;
/** Function by name. */
export const EXPORT = 113;
/** Reference with a 2-bit creation. */
export const NEW_REFERENCE = 114;
/** Latin-1 atom, 8-bit length. */
export const SMALL_ATOM = 115;
/** Map, 32-bit size. */
export const MAP = 116;
/** UTF-8 atom, 16-bit length. */
export const ATOM_UTF8 = 118;
/** UTF-8 atom, 8-bit length. */
export const SMALL_ATOM_UTF8 = 119;
/** Port with a 64-bit id. */
export const V4_PORT = 120;
