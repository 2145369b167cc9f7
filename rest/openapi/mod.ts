/**
 * The OpenAPI document of an API, and a page to read and try it.
 *
 * {@linkcode openapi} makes the document of operations: what is declared is what is served, and what is told. {@linkcode documented} serves it
 * beside them, with a page of its own that asks nothing of another host.
 *
 * @example
 * ```ts
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { resource, rest } from "@n2o/n2o/rest";
 * import { documented } from "@n2o/n2o/rest/openapi";
 *
 * using kv = memoryKv();
 * const users = resource({ name: "users", table: "user", may: "anyone" });
 * const api = rest(documented({ kv, resources: [users] }, { title: "People", version: "2" }));
 * const answer = await api.request("/rest/openapi.json");
 * const again = await api.request("/rest/openapi.json", {
 *   headers: { "if-none-match": answer.headers.get("etag") ?? "" },
 * });
 * if (!answer.ok || again.status !== 304) throw again;
 * ```
 *
 * @module
 */
export { openapi, type OpenApiDocument } from "./document.ts";
export type { DocumentInfo, Security } from "./info.ts";
export type { Part } from "./components.ts";
export { documented, type DocumentedInfo } from "./served.ts";
