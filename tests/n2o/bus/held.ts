/**
 * A bus over a broker in the hands of a test.
 *
 * @module
 */
import type { BusSettings } from "../../../n2o/bus/bus.ts";
import { type BrokerEvents, Remote } from "../../../n2o/bus/remote.ts";
import { notebook } from "../../_support/server/wire.ts";

/** A broker that takes what is published when it is told to, or never. */
export interface HeldBroker {
  readonly state: {
    isThere: boolean;
    /** Whether what is published waits for {@link take}. */
    holds: boolean;
    events: BrokerEvents | undefined;
    /** What was published last. */
    last: { readonly channel: string; readonly bytes: Uint8Array };
  };
  readonly book: ReturnType<typeof notebook>;
  readonly subscribed: Set<string>;
  readonly waiting: (() => void)[];
  /** Lets it take all that waits. */
  take(): void;
  /** A bus over it. */
  open(settings?: Partial<BusSettings>): Promise<Remote>;
}

/** A broker in the hands of a test: it takes what is published when it is told to, or never. */
export function broker(clock?: { now(): number }): HeldBroker {
  const subscribed = new Set<string>(), waiting: (() => void)[] = [];
  const state: HeldBroker["state"] = {
    isThere: true,
    holds: false,
    events: undefined,
    last: { channel: "", bytes: new Uint8Array(0) },
  };
  const book = notebook();
  return {
    state,
    book,
    subscribed,
    waiting,
    take: () => waiting.splice(0).forEach((take) => take()),
    open: (settings: Partial<BusSettings> = {}) =>
      Remote.open({ application: "shop", log: book.log, ...settings }, (events) => {
        state.events = events;
        return Promise.resolve({
          publish: (channel, bytes) => {
            if (!state.isThere) return Promise.reject(new Error("away"));
            state.last = { channel, bytes };
            const { promise, resolve } = Promise.withResolvers<void>();
            const take = () => {
              if (subscribed.has(channel)) events.came(channel, bytes);
              resolve();
            };
            if (state.holds) waiting.push(take);
            else take();
            return promise;
          },
          subscribe: (channels) => {
            if (!state.isThere) return Promise.reject(new Error("away"));
            for (const each of channels) subscribed.add(each);
            return Promise.resolve();
          },
          isConnected: true,
          unsubscribe: (channel) => void subscribed.delete(channel),
          close: () => Promise.resolve(),
        });
      }, clock),
  };
}

/** Lets everything run that waits for nothing from outside. */
export async function turns(): Promise<void> {
  for (let each = 0; each < 100; each++) await undefined;
}
