/**
 * The library of schemas of one page.
 *
 * @module
 */
export { z } from "npm:zod@4.6.7";
