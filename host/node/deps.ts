/**
 * The libraries of the host Node, each at one version.
 *
 * @module
 */
export { createAdaptorServer, upgradeWebSocket } from "npm:@hono/node-server@2.1.9";
export { WebSocketServer } from "npm:ws@8.23.0";
