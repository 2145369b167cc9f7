/**
 * Compressed contents: the coding that a request's `Accept-Encoding` allows (RFC 9110, section 12.5.3), and each content compressed once as
 * long as there is room to keep it.
 *
 * @module
 */
import { bytesContent, type Content, WHOLE } from "./content.ts";

/** Codings that this host can write, the best first. */
export const CODINGS: readonly string[] = [
  ...canCompress("brotli") ? ["br"] : [],
  ...canCompress("gzip") ? ["gzip"] : [],
];

/** Formats of the host's `CompressionStream` by coding. */
const FORMATS: Readonly<Record<string, string>> = { br: "brotli", gzip: "gzip" };

/** A body in a coding of {@linkcode CODINGS}. */
async function encoded(
  body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>,
  coding: string,
): Promise<Uint8Array<ArrayBuffer>> {
  // As: the type knows fewer formats than hosts do; it is one that was tried.
  const stream = new CompressionStream(FORMATS[coding] as CompressionFormat);
  const source = body instanceof Uint8Array ? new Blob([body]).stream() : body;
  return new Uint8Array(await new Response(source.pipeThrough(stream)).arrayBuffer());
}

function canCompress(format: string): boolean {
  try {
    return new CompressionStream(format as CompressionFormat) !== undefined;
  } catch {
    return false;
  }
}

/** Where nothing is said of a content as it is, it is acceptable, but any coding that is named is better. */
const UNNAMED = 0.000_1;

/**
 * The coding to answer with: the one of `codings` with the highest weight, `identity` for none.
 *
 * Undefined where the request forbids all of them and the content as it is. Elements that are malformed say nothing.
 */
export function negotiated(
  accepted: string | undefined,
  codings: readonly string[],
): string | undefined {
  if (accepted === undefined) return "identity";
  const weights = weightsOf(accepted), rest = weights.get("*");
  const identity = weights.get("identity") ?? (rest === 0 ? 0 : UNNAMED);
  let best = "identity", highest = identity;
  for (const coding of codings) {
    const weight = weights.get(coding) ?? rest ?? 0;
    if (weight > highest) [best, highest] = [coding, weight];
  }
  return highest === 0 ? undefined : best;
}

function weightsOf(accepted: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const element of accepted.split(",")) {
    const [, name = "", weight = "1"] =
      /^[ \t]*([!#$%&'*+.^`|~\w-]+)[ \t]*(?:;[ \t]*[qQ]=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)[ \t]*)?$/
        .exec(element) ?? [];
    const coding = name.toLowerCase().replace(/^x-gzip$/, "gzip");
    if (coding !== "" && !weights.has(coding)) weights.set(coding, Number(weight));
  }
  return weights;
}

/** The least size from which compressing pays, in bytes: less fits into one packet anyhow. */
const LEAST = 1_024;
/** The compressed bytes that are kept, those asked for last. */
const KEPT = 16_777_216;

/** Whether a content is a text that compressing makes smaller. */
export function isCompressible({ type, size }: Content): boolean {
  return size >= LEAST && size <= WHOLE &&
    /^text\/|[/+](?:json|xml|javascript)(?:;|$)/.test(type);
}

/** Gives a content in a coding of {@linkcode CODINGS}, with a tag of its own and all of its bytes in memory. */
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
