/**
 * Compressed contents, each compressed once as long as there is room to keep it.
 *
 * @module
 */
import { encoded } from "./coding.ts";
import { bytesContent, type Content, WHOLE } from "./content.ts";

/** The least size from which compressing pays, in bytes: less fits into one packet anyhow. */
const LEAST = 1_024;
/** The compressed bytes that are kept, those asked for last. */
const KEPT = 16_777_216;

/** Whether a content is a text that compressing makes smaller. */
export function isCompressible({ type, size }: Content): boolean {
  return size >= LEAST && size <= WHOLE &&
    /^text\/|[/+](?:json|xml|javascript)(?:;|$)/.test(type);
}

/** Compresses contents. */
export type Compressor = (content: Content, coding: string) => Promise<Content>;

/** Makes a compressor that keeps at most so many compressed bytes. */
export function compressor(kept: number = KEPT): Compressor {
  const known = new Map<string, Entry>();
  let size = 0;

  /** Counts an entry that is done, and lets go of those that nobody asked for longest. */
  function count(tag: string, entry: Entry, length: number): void {
    if (known.get(tag) !== entry) return;
    entry.size = length;
    size += length;
    for (const [oldest, { size: freed }] of known) {
      if (size <= kept) break;
      known.delete(oldest);
      size -= freed;
    }
  }

  function begin(tag: string, content: Content, coding: string): Entry {
    const entry: Entry = { bytes: make(content, coding), size: 0 };
    entry.bytes.then(({ length }) => count(tag, entry, length), () => known.delete(tag));
    return entry;
  }

  return async (content, coding) => {
    const tag = `${content.tag}-${coding}`, entry = known.get(tag) ?? begin(tag, content, coding);
    known.delete(tag);
    known.set(tag, entry);
    return bytesContent(await entry.bytes, { ...content, tag, coding });
  };
}

/** Compressed bytes, or those that are being made; the size is 0 until they are. */
interface Entry {
  readonly bytes: Promise<Uint8Array<ArrayBuffer>>;
  size: number;
}

async function make(content: Content, coding: string): Promise<Uint8Array<ArrayBuffer>> {
  return await encoded(await content.body(0, content.size), coding);
}
