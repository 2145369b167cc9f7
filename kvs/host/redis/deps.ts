/**
 * The library of the Redis back end, with its version.
 *
 * @module
 */
export { Cluster, Redis } from "npm:ioredis@6.0.0";
