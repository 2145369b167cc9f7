/**
 * Processes of other kinds than `n2o.pi` starts by itself: in a Worker, through a protocol chain of their own.
 *
 * @module
 */
export { chain, type ChainMessage } from "./service/chain.ts";
export { serve } from "./process/worker/serve.ts";
export { worker } from "./process/worker/worker.ts";
