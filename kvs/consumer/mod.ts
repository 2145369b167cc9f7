/**
 * Consumer groups: workers that share the entries of a feed, each given to one of them until it is done.
 *
 * @example
 * ```ts
 * import { append, openKv } from "@n2o/n2o/kvs";
 * import { consumer } from "@n2o/n2o/kvs/consumer";
 *
 * using kv = await openKv(":memory:");
 * await append(kv, { id: 1, to: "ann@example.com" }, "/mail");
 * const worker = await consumer(kv, "/mail", "senders");
 * const [letter] = await worker.claim();
 * if (letter?.record.id !== 1) throw new Error("nothing to do");
 * ```
 *
 * @module
 */
export {
  type Claimed,
  type ClaimOptions,
  type Consumer,
  consumer,
  type ConsumerOptions,
} from "./consumer.ts";
export {
  type ConsumerGroup,
  consumerGroups,
  removeConsumerGroup,
  setConsumerGroup,
} from "./group.ts";
export type { PendingEntry } from "./row.ts";
