/**
 * A broker of MQTT for development, with its version.
 *
 * @module
 */
export { Aedes } from "npm:aedes@1.2.0";
