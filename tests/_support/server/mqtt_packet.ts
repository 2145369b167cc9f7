/**
 * The second implementation of MQTT's packets that tests compare with, at one version.
 *
 * @module
 */
import "../permission.ts";
export { generate, type Packet, parser } from "npm:mqtt-packet@9.0.2";
