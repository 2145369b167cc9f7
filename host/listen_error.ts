/**
 * Why a host does not listen, in words for whoever starts it.
 *
 * @module
 */
import { N2oError } from "../n2o/mod.ts";
import type { ListenOptions } from "./host.ts";

/** The error of an address that cannot be had; any other is answered as it is. */
export function listenError(
  cause: unknown,
  { port, hostname }: Omit<ListenOptions, "frame">,
): unknown {
  if (!(cause instanceof Error)) return cause;
  const code = "code" in cause ? cause.code : undefined;
  const complaint = code === "EADDRINUSE" || cause.name === "AddrInUse"
    ? `port: ${port} is taken by another program; end that one or choose another`
    : code === "EACCES" || cause.name === "PermissionDenied"
    ? `port: ${port} is not for this user; choose one from 1024 on`
    : cause.name === "NotCapable"
    ? `port: this program may not listen; run it with --allow-net`
    : code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || cause.name === "AddrNotAvailable" ||
        /lookup address/.test(cause.message)
    ? `hostname: "${hostname}" is no address of this machine`
    : undefined;
  return complaint === undefined ? cause : new N2oError("config", complaint, { cause });
}
