/**
 * What the FEEL adapter takes from elsewhere, at one version.
 *
 * @module
 */
import "../environment.ts";
export { evaluate } from "npm:feelin@8.2.0";
