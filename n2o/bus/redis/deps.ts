/**
 * The library of the bus over Redis, with its version.
 *
 * @module
 */
export { Cluster, Redis } from "npm:ioredis@6.0.0";
