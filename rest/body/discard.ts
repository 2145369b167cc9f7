/**
 * Bodies that nobody wants, because the request was refused before.
 *
 * @module
 */
import type { Clock } from "../../base/mod.ts";
import { readBytes } from "./bytes.ts";

/** Of a body no more bytes than these are waited for. */
const SMALL = 65_536;

/**
 * Takes the rest of a body that was not read: workerd lets a client wait, or breaks its connection, that is answered while its body lies
 * there. A large one is cancelled, one that does not come is left when its time is over.
 */
export async function discard(
  request: Request,
  { ms, clock }: { readonly ms: number; readonly clock: Clock },
): Promise<void> {
  const { body, bodyUsed } = request;
  if (body === null || bodyUsed || body.locked) return;
  try {
    await readBytes(request, { bytes: SMALL, ms, clock });
  } catch {
    // Whoever sends it has gone, or takes their time, or sends more: what they are told stays the same.
    if (!body.locked) await body.cancel().catch(() => {});
  }
}
