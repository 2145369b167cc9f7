/**
 * Who asks, and how: seen from the socket, or from what the proxies before this server say, where the settings name them.
 *
 * Anybody can write `X-Forwarded-For` or `Forwarded` (RFC 7239). Only what a proxy of one's own has added counts: the last entries of a
 * list, one for each hop.
 *
 * @module
 */
import { addressOf, isWithin } from "./address.ts";

/**
 * The proxies of one's own in front of a server: how many of them a request passes one after the other, or their addresses and
 * networks (`10.0.0.0/8`). With a number nobody may reach the server but through them.
 */
export type Proxies = number | readonly string[];

/** Where a request comes from. */
export interface Peer {
  /** The client's address in its canonical text; `undefined` where the host does not tell. */
  readonly address: string | undefined;
  /** Whether the client speaks TLS, as far as this server knows. */
  readonly isSecure: boolean;
  /** What the client asked for as a host: a name or an address, and a port where it is not the scheme's own. */
  readonly host: string | undefined;
}

/** What one proxy says of the request that it passed on. */
interface Hop {
  readonly for?: string | undefined;
  readonly proto?: string | undefined;
  readonly host?: string | undefined;
}

/** How many entries of a list are looked at: more proxies stand nowhere in a row. */
const LONGEST = 64;

/** Where a request comes from; `direct` is what the socket says. */
export function peerOf(
  headers: Pick<Headers, "get">,
  direct: Peer,
  proxies: Proxies | undefined,
): Peer {
  const socket = { ...direct, address: direct.address && addressOf(direct.address) };
  if (proxies === undefined || proxies === 0) return socket;
  if (typeof proxies === "object" && !isOwn(socket.address, proxies)) return socket;
  const hop = said(headers, proxies);
  if (hop === undefined) return socket;
  const proto = hop.proto?.toLowerCase();
  return {
    address: (hop.for === undefined ? undefined : addressOf(hop.for)) ?? socket.address,
    isSecure: proto === undefined ? socket.isSecure : proto === "https" || proto === "wss",
    host: hop.host ?? socket.host,
  };
}

function isOwn(address: string | undefined, proxies: readonly string[]): boolean {
  return address !== undefined && isWithin(address, proxies);
}

/**
 * What the outermost proxy of one's own said. A proxy writes one of the two kinds of headers and passes on what a client wrote into the
 * other: where they contradict each other neither counts.
 */
function said(headers: Pick<Headers, "get">, proxies: Proxies): Hop | undefined {
  const old = ofLists(headers, proxies), standard = ofForwarded(headers.get("forwarded"), proxies);
  if (old === undefined || standard === undefined) return old ?? standard;
  return (["for", "proto", "host"] as const).every((key) =>
      old[key] === undefined || standard[key] === undefined || old[key] === standard[key]
    )
    ? { ...standard, ...defined(old) }
    : undefined;
}

function defined(hop: Hop): Hop {
  return Object.fromEntries(Object.entries(hop).filter(([, value]) => value !== undefined));
}

/** Of `X-Forwarded-For`, `-Proto` and `-Host`. */
function ofLists(headers: Pick<Headers, "get">, proxies: Proxies): Hop | undefined {
  const [clients, protos, hosts] = ["for", "proto", "host"].map((name) =>
    listOf(headers.get(`x-forwarded-${name}`))
  ) as [string[], string[], string[]];
  if (clients.length + protos.length + hosts.length === 0) return undefined;
  const depth = depthOf(clients, proxies);
  return { for: at(clients, depth), proto: at(protos, depth), host: at(hosts, depth) };
}

/** Of `Forwarded`; nothing where it is not written as RFC 7239 says. */
function ofForwarded(header: string | null, proxies: Proxies): Hop | undefined {
  if (header === null) return undefined;
  const hops = elementsOf(header);
  if (hops === undefined || hops.length === 0) return undefined;
  return at(hops, depthOf(hops.map((hop) => hop.for ?? ""), proxies));
}

/** How many of the last entries were written by proxies of one's own; the first of these is about the client. */
function depthOf(clients: readonly string[], proxies: Proxies): number {
  if (typeof proxies === "number") return proxies;
  let depth = 1;
  while (depth < clients.length && isOwn(addressOf(at(clients, depth) ?? ""), proxies)) depth++;
  return depth;
}

/** The entry so many from the end; the first where there are not so many. */
function at<T>(entries: readonly T[], depth: number): T | undefined {
  return entries[Math.max(0, entries.length - depth)];
}

function listOf(header: string | null): string[] {
  return header === null || header === ""
    ? []
    : header.split(",").slice(-LONGEST).map((entry) => entry.trim());
}

/** A pair of RFC 7239: a token, and a token or a quoted string. */
const PAIR = /\s*([!#$%&'*+.^`|~\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s",;]*))\s*([;,]|$)/y;

function elementsOf(header: string): Hop[] | undefined {
  const hops: Record<string, string>[] = [];
  let hop: Record<string, string> = {};
  for (PAIR.lastIndex = 0; PAIR.lastIndex < header.length;) {
    const [found, name = "", quoted, token, end] = PAIR.exec(header) ?? [];
    if (found === undefined) return undefined;
    hop[name.toLowerCase()] = quoted?.replace(/\\(.)/g, "$1") ?? token ?? "";
    if (end === ";") continue;
    hops.push(hop);
    hop = {};
  }
  return hops.slice(-LONGEST);
}
