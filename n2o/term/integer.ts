/**
 * Integers of any size.
 *
 * @module
 */

/** An integer of any size: `number` when it is safe ({@link Number.isSafeInteger}), `bigint` beyond. */
export type Integer = number | bigint;
