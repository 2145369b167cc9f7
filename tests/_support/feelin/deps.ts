/**
 * What the FEEL adapter takes from elsewhere, at one version.
 *
 * @module
 */
import "../permission.ts";
export { evaluate } from "npm:feelin@8.2.0";
