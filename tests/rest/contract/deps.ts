/**
 * What a contract is held against: a validator of JSON Schema that is not ours.
 *
 * @module
 */
export { type OutputUnit, type Schema, Validator } from "npm:@cfworker/json-schema@4.1.6";
export { z } from "npm:zod@4.6.7";
