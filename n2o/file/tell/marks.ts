/**
 * Which uploads became whole without a page that heard of it: the next one that asks for such an upload hears.
 *
 * @module
 */
import type { Sink, StoredUpload, UploadKey } from "../sink.ts";
import { nameOf } from "../taker.ts";

/** What is known of who was told. */
export interface Marks {
  /** Whether pages were told of an upload that is whole. */
  isTold(upload: StoredUpload): boolean;
  /** Notes that an upload became whole. */
  whole(key: UploadKey): void;
  /** Notes that a page was told. */
  told(key: UploadKey): Promise<void>;
}

/** The marks that a sink keeps beside its uploads; of one that keeps none at most so many, as long as the process is there. */
export function marksOf(sink: Sink, most: number): Marks {
  const untold = new Set<string>();
  if (sink.told !== undefined) {
    return {
      isTold: ({ isUntold }) => isUntold !== true,
      whole() {},
      told: async (key) => await sink.told?.(key),
    };
  }
  return {
    isTold: (upload) => !untold.has(nameOf(upload)),
    whole(key) {
      const [oldest] = untold;
      if (untold.size >= most && oldest !== undefined) untold.delete(oldest);
      untold.add(nameOf(key));
    },
    told(key) {
      untold.delete(nameOf(key));
      return Promise.resolve();
    },
  };
}
