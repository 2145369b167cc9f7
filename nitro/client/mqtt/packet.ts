/**
 * Control packets of MQTT 3.1.1, as far as a page and its broker exchange them.
 *
 * Numbers of sections are those of the OASIS standard of 2014.
 *
 * @module
 */

/** The first byte of a packet: its type, and the flags that the standard fixes for it (2.2). */
export const CONNECT = 0x10;
export const CONNACK = 0x20;
export const PUBLISH = 0x30;
export const PUBACK = 0x40;
export const SUBSCRIBE = 0x82;
export const SUBACK = 0x90;
export const PINGREQ = 0xc0;
export const PINGRESP = 0xd0;
export const DISCONNECT = 0xe0;

/** Flags of PUBLISH (3.3.1): it may have come before; it comes at least once; it lay at the broker before anybody subscribed. */
export const DUP = 8;
export const AT_LEAST_ONCE = 2;
export const RETAIN = 1;

/** Flags of CONNECT (3.1.2.3): a clean session, and a last will with QoS 1; a user and a password. */
export const CLEAN_WITH_WILL = 14;
export const NAMED = 192;

/** Text as the standard writes it (1.5.3), and as it is read. */
export const encoder: TextEncoder = new TextEncoder();
export const decoder: TextDecoder = new TextDecoder();

/** Refuses what the standard forbids. */
export function malformed(): never {
  throw new RangeError();
}

/** A number of two bytes. */
export const int16 = (n: number): number[] => [n >> 8, n & 255];

/** A text with its length before it, 65,535 bytes at most. */
export function string(text: string): number[] {
  const bytes = encoder.encode(text);
  return [...int16(bytes.length), ...bytes];
}

/** A packet: its first byte, the length of the rest, and the rest. */
export function packet(head: number, ...parts: Iterable<number>[]): Uint8Array<ArrayBuffer> {
  const start = [head], rest = parts.flatMap((part) => [...part]);
  let { length } = rest;
  for (; length > 127; length >>= 7) start.push(length & 127 | 128);
  return Uint8Array.from([...start, length, ...rest]);
}

/** A message: its topic, what it has, and its packet id, 0 where it wants no acknowledgement. */
export type Message = [topic: string, payload: Uint8Array<ArrayBuffer>, id: number];

/**
 * The message of a PUBLISH.
 *
 * @throws {RangeError} for one that is cut short or numbered 0, and for a quality of service that nobody subscribed with.
 */
export function message(head: number, body: Uint8Array<ArrayBuffer>): Message {
  const qos = head & 6, at = 2 + number(body, 0);
  const id = qos && number(body, at), from = qos ? at + 2 : at;
  if (from > body.length || qos > AT_LEAST_ONCE || (qos ? !id : head & DUP)) malformed();
  return [decoder.decode(body.subarray(2, at)), body.slice(from), id];
}

/** The number in two bytes; what is not there counts as 0. */
export function number(body: Uint8Array, at: number): number {
  return body[at]! << 8 | body[at + 1]!;
}

/**
 * Finds the packets in what a broker sends, however it was cut: what it returns takes bytes and hands on each packet that is complete, its
 * first byte and what stands behind its length.
 *
 * A packet has at most 2,097,151 bytes, what three digits of a length can say (2.2.3): a `RangeError` is thrown for a longer one when it is
 * announced, and nothing may be read after that. The time is linear in what comes.
 */
export function reader(
  take: (head: number, body: Uint8Array<ArrayBuffer>) => void,
): (bytes: Uint8Array) => void {
  let head: number | undefined, length = 0, shift = 0, filled = 0;
  let body: Uint8Array<ArrayBuffer> | undefined;
  return (bytes) => {
    for (const byte of bytes) {
      if (head === undefined) {
        head = byte;
        length = shift = filled = 0;
        continue;
      }
      if (body) body[filled++] = byte;
      else {
        length |= (byte & 127) << shift;
        if (byte > 127) {
          if ((shift += 7) > 14) malformed();
          continue;
        }
        body = new Uint8Array(length);
      }
      if (filled === length) {
        const whole = [head, body] as const;
        head = body = undefined;
        take(...whole);
      }
    }
  };
}
