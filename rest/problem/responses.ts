/**
 * Which problems an operation may answer with: so that its document says every status that can come.
 *
 * @module
 */
import type { Operation } from "../operation.ts";

/** Any operation: what of the request cannot be read, credentials that do not hold, nothing accepted, a fault, a store that is away. */
const ALWAYS = [400, 401, 406, 500, 503];
/** One with a body: late, too large, of another type, or not as it must be. */
const BODY = [408, 413, 415, 422];

/**
 * The statuses of problems that an operation may answer with beside its own `responses`, in their order.
 *
 * @example
 * ```ts
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { operationsOf, problemStatuses, resource } from "@n2o/n2o/rest";
 *
 * using kv = memoryKv();
 * const users = resource({ name: "users", table: "user", may: { get: "anyone" } });
 * const [get] = operationsOf({ kv, resources: [users] });
 * if (get === undefined || !problemStatuses(get).includes(404)) throw new Error("a record may be missing");
 * ```
 */
export function problemStatuses(operation: Operation): readonly number[] {
  const { method, parameters, body, guarded } = operation,
    isRead = method === "GET" || method === "QUERY";
  const statuses = new Set([...ALWAYS, 429]);
  const add = (holds: boolean, ...more: number[]) => {
    if (holds) { for (const each of more) statuses.add(each); }
  };
  // A body is refused where none is declared, too.
  add(true, 415);
  add(body !== undefined, ...BODY);
  add(guarded, 403);
  add(operation.path.includes("{"), 404);
  // A row or a field may be somebody else's, a page of another origin may ask.
  add(!isRead, 403, 404, 409, 507);
  add(parameters.some(({ name }) => name === "if-match" || name === "if-none-match"), 412);
  add(!isRead && parameters.some(({ name }) => name === "if-match"), 428);
  for (const own of Object.keys(operation.responses)) statuses.delete(Number(own));
  return [...statuses].sort((a, b) => a - b);
}
