/**
 * Contents that can be answered: some bytes, and what HTTP says of them.
 *
 * @module
 */
import { sha256, toBase64 } from "../../base/mod.ts";
import { getMimeType, mimes } from "../deps.ts";

/** Bytes that can be answered, whole or in parts, and what HTTP says of them. */
export interface Content {
  /** Its media type. */
  readonly type: string;
  /** Names these very bytes: the text of a strong entity tag (RFC 9110, section 8.8.3). */
  readonly tag: string;
  /** How many bytes `body` has, as they are coded. */
  readonly size: number;
  /** When it was last changed, in milliseconds since 1970; undefined where nobody knows. */
  readonly modified?: number | undefined;
  /** How it is coded; undefined: as it is. */
  readonly coding?: string;
  /** The bytes from one position up to before another. */
  body(from: number, to: number): Promise<Body>;
}

/** What a response is made of. */
export type Body = Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>;

/** The longest content that is held in memory as a whole, in bytes; a longer one is streamed, and not compressed. */
export const WHOLE = 4_194_304;

/** A content in memory. */
export function bytesContent(
  bytes: Uint8Array<ArrayBuffer>,
  about: Omit<Content, "size" | "body">,
): Content {
  return {
    ...about,
    size: bytes.length,
    body: (from, to) => Promise.resolve(bytes.subarray(from, to)),
  };
}

/** A text in memory. */
export async function textContent(text: string, type: string): Promise<Content> {
  const bytes = new TextEncoder().encode(text);
  return bytesContent(bytes, { type, tag: await tagOf(bytes) });
}

/** A tag for bytes: the same for the same ones, on every machine. */
export async function tagOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toBase64((await sha256(bytes)).subarray(0, 16), { alphabet: "base64url" });
}

const TYPES = {
  ...mimes,
  svg: "image/svg+xml",
  md: "text/markdown; charset=utf-8",
  ts: "text/plain; charset=utf-8",
  bpmn: "application/xml; charset=utf-8",
};

/** The media type of a file, by the ending of its name. */
export function typeOf(name: string): string {
  return getMimeType(name, TYPES) ?? "application/octet-stream";
}
