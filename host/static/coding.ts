/**
 * The coding of an answer: what the request's `Accept-Encoding` allows (RFC 9110, section 12.5.3).
 *
 * @module
 */

/** Codings that this host can write, the best first. */
export const CODINGS: readonly string[] = [
  ...canCompress("brotli") ? ["br"] : [],
  ...canCompress("gzip") ? ["gzip"] : [],
];

/** Formats of the host's `CompressionStream` by coding. */
const FORMATS: Readonly<Record<string, string>> = { br: "brotli", gzip: "gzip" };

/** A body in a coding of {@linkcode CODINGS}. */
export async function encoded(
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
