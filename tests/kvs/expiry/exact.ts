/**
 * What a store holds, row by row, and what is wrong with it.
 *
 * @module
 */
import type { Kv, KvKey, KvKeyPart } from "../../../kvs/mod.ts";

/** A slot of a row as FORMAT.md tells it. */
interface RawSlot {
  readonly id?: KvKeyPart;
  readonly of?: KvKeyPart;
  readonly record?: { readonly id: KvKeyPart };
  readonly until?: number;
  readonly blob?: string;
  readonly from?: number;
  readonly parts?: number;
}

/**
 * What of count = entries = index, of parts, and of the rows that tell when entries expire, does not hold.
 */
export async function faults(kv: Kv): Promise<string[]> {
  const found: string[] = [],
    entries = new Map<string, number>(),
    counts = new Map<string, number>();
  const is = { index: new Set<string>(), expiry: new Set<string>(), parts: new Set<string>() };
  const should = { index: new Set<string>(), expiry: new Set<string>(), parts: new Set<string>() };
  for await (const { key, value, versionstamp } of kv.list({ start: ["kvs/"], end: ["kvs0"] })) {
    const [kind, ...rest] = key;
    if (kind === "kvs/id") is.index.add(`${shown(rest)} at ${versionstamp}.${value}`);
    else if (kind === "kvs/expiry") is.expiry.add(shown(rest));
    else if (kind === "kvs/chunk") is.parts.add(shown(rest));
    else if (kind === "kvs/pending") found.push(`a pending mark: ${shown(rest)}`);
    else if (kind === "kvs/entry") {
      const end = rest.findIndex((part) => part instanceof Uint8Array) + 1;
      const own = rest.slice(0, end), feed = shown(own), at = rest[end];
      if (at === true) {
        counts.set(feed, Number((value as { value: bigint }).value)); // as: counts are so stored
        continue;
      }
      const slots = (Array.isArray(value) ? value : [value]) as RawSlot[]; // as: so are rows
      if (slots.every((slot) => slot === null)) found.push(`an empty row of ${feed}`);
      for (const [sub, slot] of slots.entries()) {
        if (slot === null) continue;
        const id = slot.id ?? slot.of ?? slot.record?.id ?? "none";
        entries.set(feed, (entries.get(feed) ?? 0) + 1);
        should.index.add(`${shown([...own, id])} at ${String(at)}.${sub}`);
        if (slot.until !== undefined) should.expiry.add(shown([slot.until, "feed", ...own, id]));
        const from = slot.from ?? 0;
        for (let i = from; i < from + (slot.parts ?? 0); i++) {
          should.parts.add(shown([slot.blob ?? "", i]));
        }
      }
    }
  }
  for (const feed of new Set([...counts.keys(), ...entries.keys()])) {
    const count = counts.get(feed), held = entries.get(feed) ?? 0;
    if (count !== held) found.push(`${feed}: a count of ${count}, ${held} entries`);
  }
  for (const kind of ["index", "expiry", "parts"] as const) {
    for (const each of is[kind].difference(should[kind])) {
      found.push(`${kind}: ${each} is too much`);
    }
    for (const each of should[kind].difference(is[kind])) found.push(`${kind}: ${each} is missing`);
  }
  return found;
}

/** How many keys begin with these parts. */
export async function countKeys(kv: Kv, prefix: KvKey): Promise<number> {
  return (await Array.fromAsync(kv.list({ prefix }))).length;
}

function shown(parts: KvKey): string {
  return parts.map((part) => part instanceof Uint8Array ? `<${part.join()}>` : String(part))
    .join("/");
}
