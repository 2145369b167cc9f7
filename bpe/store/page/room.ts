/**
 * How much of pages goes into one commit.
 *
 * @module
 */
import { type Batch, COMMIT, type Weight } from "../../../kvs/mod.ts";

/** What may be written with the row of the instance: more goes before it, under a new name. */
export const ROOM: Omit<Weight, "checks"> = {
  mutations: 200,
  bytes: COMMIT.bytes / 2,
  keyBytes: COMMIT.keyBytes / 3,
};

/** Whether this may stand in the commit of an instance. */
export function isSmall({ weight }: Batch): boolean {
  return weight.mutations <= ROOM.mutations && weight.bytes <= ROOM.bytes &&
    weight.keyBytes <= ROOM.keyBytes && weight.checks <= COMMIT.checks / 4;
}
