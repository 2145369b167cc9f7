/**
 * Addresses of the network: read from what proxies write, in one spelling, and found in ranges.
 *
 * @module
 */

/** An address as a number of so many bits. */
interface Bits {
  readonly value: bigint;
  readonly length: 32 | 128;
}

/**
 * The address in its canonical text, or `undefined` for what is none: `192.0.2.1`, `2001:db8::1`. A port and brackets around it are taken
 * off; an address of IPv4 that is written as one of IPv6 (`::ffff:192.0.2.1`) becomes what it is.
 */
export function addressOf(text: string): string | undefined {
  const [, bracketed, rest = ""] = /^\[([^\]]*)\](.*)$/.exec(text) ?? [];
  if (bracketed !== undefined) return /^(:\d+)?$/.test(rest) ? six(bracketed) : undefined;
  return four(text.replace(/^([\d.]+):\d+$/, "$1")) ?? six(text);
}

function four(text: string): string | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  return parts?.every((part) => part <= 255) ? parts.join(".") : undefined;
}

function six(text: string): string | undefined {
  // A zone means something on its own machine only.
  const bare = text.replace(/%.*$/, ""), url = `http://[${bare}]`;
  if (!/^[\da-f:.]+$/i.test(bare) || !URL.canParse(url)) return undefined;
  const canonical = new URL(url).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return canonical;
  return [parseInt(high, 16), parseInt(low, 16)].flatMap((half) => [half >> 8, half & 255])
    .join(".");
}

/** Whether an address lies in one of the ranges: addresses, or networks such as `10.0.0.0/8` and `fd00::/8`. */
export function isWithin(address: string, ranges: readonly string[]): boolean {
  const asked = bits(address);
  return ranges.some((range) => {
    const [network = "", width] = range.split("/"), found = bits(addressOf(network) ?? "");
    if (asked === undefined || found === undefined || asked.length !== found.length) return false;
    const rest = BigInt(asked.length - Number(width ?? asked.length));
    return asked.value >> rest === found.value >> rest;
  });
}

/** Whether a text is an address or a network. */
export function isRange(text: string): boolean {
  const [network = "", width, more] = text.split("/"), found = bits(addressOf(network) ?? "");
  return found !== undefined && more === undefined &&
    (width === undefined || (/^\d{1,3}$/.test(width) && Number(width) <= found.length));
}

function bits(address: string): Bits | undefined {
  if (address === "") return undefined;
  if (!address.includes(":")) return { value: numberOf(address.split("."), 8n, 10), length: 32 };
  const [head = "", tail] = address.split("::"), before = groups(head), after = groups(tail ?? "");
  const zeros = Array<string>(8 - before.length - after.length).fill("0");
  return { value: numberOf([...before, ...zeros, ...after], 16n, 16), length: 128 };
}

function groups(text: string): string[] {
  return text === "" ? [] : text.split(":");
}

function numberOf(parts: readonly string[], width: bigint, radix: number): bigint {
  return parts.reduce((value, part) => value << width | BigInt(parseInt(part, radix)), 0n);
}
