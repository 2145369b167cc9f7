/**
 * What judges a document, and libraries of schemas, for tests.
 *
 * @module
 */
export { Validator } from "npm:@seriousme/openapi-schema-validator@2.11.0";
export { validate } from "npm:@readme/openapi-parser@9.0.0";
export { astToString, default as openapiTS } from "npm:openapi-typescript@7.13.0";
export { z } from "npm:zod@4.6.7";
export * as v from "npm:valibot@1.5.0";
export { toStandardJsonSchema } from "npm:@valibot/to-json-schema@1.8.0";
export { type } from "npm:arktype@2.2.10";
