/**
 * The codec of Erlang's external term format: what `bert/bert.ts` exports.
 *
 * @module
 */
export * from "./bert/bert.ts";
