/**
 * What a store holds, row by row, and what is wrong with it.
 *
 * @module
 */
import type { Kv, KvKey, KvKeyPart } from "../../../kvs/mod.ts";
import { readValue } from "../../../kvs/value/v8/read.ts";

/** A slot of a row as FORMAT.md tells it. */
interface RawSlot {
  readonly id?: KvKeyPart;
  readonly record?: { readonly id: KvKeyPart };
  readonly until?: number;
  readonly blob?: string;
  readonly from?: number;
  readonly parts?: number;
  readonly whole?: true;
}

/** Keys, or what names them, as they are and as they should be. */
class Kept {
  readonly is = new Set<string>();
  readonly should = new Set<string>();

  faults(kind: string): string[] {
    return [
      ...[...this.is.difference(this.should)].map((each) => `${kind}: ${short(each)} is too much`),
      ...[...this.should.difference(this.is)].map((each) => `${kind}: ${short(each)} is missing`),
    ];
  }
}

/**
 * What of count = entries = index, of size = records, of parts, and of the rows that tell when they expire, does not hold.
 */
export async function faults(kv: Kv): Promise<string[]> {
  const counts = new Map<string, number>(), held = new Map<string, number>(), found: string[] = [];
  const index = new Kept(),
    expiry = new Kept(),
    parts = new Kept(),
    chunks = new Map<string, Uint8Array>();
  const add = (name: string) => held.set(name, (held.get(name) ?? 0) + 1);

  /** The ids of a row's slots. */
  function open(slot: RawSlot | null): { id: KvKeyPart; until: number | undefined }[] {
    if (slot === null) return [{ id: "", until: NaN }];
    const { id = slot.record?.id, blob, from = 0, until, whole } = slot;
    if (blob === undefined) return [{ id: id ?? "none", until }];
    const all: number[] = [];
    for (let at = from; at < from + (slot.parts ?? 0); at++) {
      parts.should.add(shown([blob, at]));
      all.push(...chunks.get(shown([blob, at])) ?? []);
    }
    const inner = readValue(new Uint8Array(all)) as RawSlot[]; // as: so are parts
    return whole ? inner.flatMap(open) : inner.flatMap(open).map(({ id }) => ({ id, until }));
  }

  // Parts sort before all that names them.
  for await (const { key, value, versionstamp } of kv.list({ start: ["kvs/"], end: ["kvs0"] })) {
    const [kind, ...rest] = key, end = rest.findIndex((part) => part instanceof Uint8Array) + 1;
    if (kind === "kvs/id") index.is.add(`${shown(rest)} at ${versionstamp}.${value}`);
    else if (kind === "kvs/expiry") expiry.is.add(shown(rest));
    else if (kind === "kvs/pending") found.push(`a pending mark: ${shown(rest)}`);
    else if (kind === "kvs/chunk") {
      parts.is.add(shown(rest));
      chunks.set(shown(rest), value as Uint8Array); // as: so are parts
    } else if (kind === "kvs/size") {
      counts.set(`table ${String(rest[0])}`, Number((value as { value: bigint }).value)); // as: so are counts
    } else if (kind === "kvs/table") {
      add(`table ${String(rest[0])}`);
      for (const { until } of open(value as RawSlot)) { // as: so are rows
        if (until !== undefined) expiry.should.add(shown([until, "table", ...rest]));
      }
    } else if (kind === "kvs/entry") {
      const own = rest.slice(0, end), feed = shown(own), at = rest[end];
      if (at === true) counts.set(feed, Number((value as { value: bigint }).value)); // as: so are counts
      else {
        const slots = (Array.isArray(value) ? value : [value]) as RawSlot[]; // as: so are rows
        const entries = slots.flatMap(open);
        if (entries.every(({ until }) => Number.isNaN(until))) {
          found.push(`an empty row of ${feed}`);
        }
        for (const [sub, { id, until }] of entries.entries()) {
          if (Number.isNaN(until)) continue;
          add(feed);
          index.should.add(`${shown([...own, id])} at ${String(at)}.${sub}`);
          if (until !== undefined) expiry.should.add(shown([until, "feed", ...own, id]));
        }
      }
    }
  }
  for (const name of new Set([...counts.keys(), ...held.keys()])) {
    const count = counts.get(name) ?? 0, is = held.get(name) ?? 0;
    if (count !== is) found.push(`${name}: a count of ${count}, ${is} are there`);
  }
  return [...found, ...index.faults("index"), ...expiry.faults("expiry"), ...parts.faults("parts")];
}

/** How many keys begin with these parts. */
export async function countKeys(kv: Kv, prefix: KvKey): Promise<number> {
  return (await Array.fromAsync(kv.list({ prefix }))).length;
}

function shown(parts: KvKey): string {
  return parts.map((part) => part instanceof Uint8Array ? `<${part.join()}>` : String(part))
    .join("/");
}

function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
