/**
 * The library of MQTT, with its version.
 *
 * @module
 */
export { connect, type IClientOptions, MqttClient } from "npm:mqtt@5.16.0";
