/**
 * Libraries of schemas, for tests.
 *
 * @module
 */
export { z } from "npm:zod@4.6.7";
export * as v from "npm:valibot@1.5.0";
export { toStandardJsonSchema } from "npm:@valibot/to-json-schema@1.8.0";
export { type } from "npm:arktype@2.2.10";
export { Validator } from "npm:@cfworker/json-schema@4.1.6";
