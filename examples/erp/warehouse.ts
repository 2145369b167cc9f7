/**
 * The warehouse and whoever else does jobs without a person: handlers of the service tasks.
 *
 * @module
 */
import { sha256, toHex } from "../../base/mod.ts";
import * as bpe from "../../bpe/mod.ts";
import type { kvs } from "../../mod.ts";

/** What lies in the warehouse at first, by article. */
const FIRST: Readonly<Record<string, number>> = { chair: 1_000, desk: 200, lamp: 50 };
/** How often a reservation begins anew because another one came first. */
const ATTEMPTS = 20;
/** Milliseconds between two tries of a job. */
const PAUSE = 1_000;

const OFFLINE = ["erp", "stock offline"];
const stockKey = (article: string) => ["erp", "stock", article];
const reservedKey = (job: string) => ["erp", "reserved", job];

/** The stock system; it can be switched off, to see what becomes of a process then. */
export interface Warehouse {
  /** Who does which job, by topic. */
  readonly handlers: Readonly<Record<string, bpe.HandlerOptions>>;
  /** Whether it answers. */
  isOnline(): Promise<boolean>;
  /** Switches it on or off. */
  turn(online: boolean): Promise<void>;
  /** What lies there, by article. */
  stock(): Promise<readonly (readonly [article: string, pieces: number])[]>;
}

/** The stock system over a store. */
export function warehouse(kv: kvs.Kv): Warehouse {
  const isOnline = async () => (await kv.get(OFFLINE)).versionstamp === null;

  /** Takes goods out of the stock, once for a job however often it is tried. */
  async function reserve({ key, variables }: bpe.Job): Promise<bpe.Variables> {
    if (!await isOnline()) throw new Error("the stock system does not answer");
    const article = String(variables.article), wanted = Number(variables.quantity);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const done = await kv.get(reservedKey(key));
      if (done.versionstamp !== null) return { reserved: wanted };
      const stock = await kv.get<number>(stockKey(article));
      const left = stock.value ?? FIRST[article] ?? 0;
      if (wanted > left) {
        throw new bpe.BpmnError("out-of-stock", `${wanted} wanted, ${left} there`, {
          inStock: left,
        });
      }
      const { ok } = await kv.atomic().check(stock, done)
        .set(stockKey(article), left - wanted).set(reservedKey(key), wanted).commit();
      if (ok) return { reserved: wanted };
    }
    throw new Error("the stock system is too busy");
  }

  /** Hands a parcel over: the number by which it is found is the same for every try. */
  async function ship({ key }: bpe.Job): Promise<bpe.Variables> {
    return { tracking: `N2O-${toHex(await sha256(key)).slice(0, 10).toUpperCase()}` };
  }

  function remind({ variables }: bpe.Job): bpe.Variables {
    return { reminders: (Number(variables.reminders) || 0) + 1 };
  }

  return {
    handlers: {
      "reserve-goods": { run: reserve, backoff: () => PAUSE },
      "ship-goods": { run: ship },
      remind: { run: remind },
    },
    isOnline,
    async turn(online) {
      if (online) await kv.delete(OFFLINE);
      else await kv.set(OFFLINE, true);
    },
    stock: () =>
      Promise.all(
        Object.entries(FIRST).map(async ([article, first]) =>
          [article, (await kv.get<number>(stockKey(article))).value ?? first] as const
        ),
      ),
  };
}
