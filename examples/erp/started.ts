/**
 * Ids of instances to come.
 *
 * @module
 */
import { randomId } from "../../base/mod.ts";
import { kvs } from "../../mod.ts";

/** Ids are given so that later ones come first: they count down to this time, in milliseconds since 1970. */
const END = 9_999_999_999_999;
/** How long an event may come again, in milliseconds. */
const DAY = 86_400_000;

/** Which instance an event has started. */
interface Started extends kvs.KvsRecord {
  readonly instance: string;
}

/** The id of the instance that an event starts: the same where the event comes again, so that a form that arrives twice starts one. */
export function starting(kv: kvs.Kv): (event: string) => Promise<string> {
  return async (event) => {
    const known = await kvs.get<Started>(kv, "started", event);
    if (known !== undefined) return known.instance;
    const instance = `${(END - Date.now()).toString(36).padStart(9, "0")}-${randomId(8)}`;
    await kvs.put<Started>(kv, "started", { id: event, instance }, { expireIn: DAY });
    return instance;
  };
}
