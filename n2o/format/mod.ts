/**
 * Formatters: how the terms of a connection are written into frames and read out of them, chosen for each connection.
 *
 * | formatter | a frame | reads back |
 * | --- | --- | --- |
 * | `bert` | Erlang's external term format; the default | every term |
 * | `json` | JSON in the shape of the original's `n2o_json` | all but what JSON does not tell apart |
 * | `text` | Erlang's text of the term | every term |
 * | `xml` | elements `cx` and `pi` with attributes, as the original's `n2o_xml` | all, atoms in fields as text |
 * | `raw` | bytes as they are | a binary |
 *
 * JSON by superjson is an entry of its own, `n2o/superjson`.
 *
 * ```ts
 * import { connection, type Frame, heart, server } from "@n2o/n2o/n2o";
 * import { json } from "@n2o/n2o/n2o/format";
 *
 * const shop = server({
 *   secret: "sixteen or more random characters",
 *   protocols: [heart],
 *   formatter: ({ query }) => query.includes("format=json") ? json : undefined,
 * });
 * const sent: Frame[] = [];
 * const transport = { send: (frame: Frame) => void sent.push(frame), close() {}, backlog: 0 };
 * connection(shop, "/", { path: "/", query: "format=json", headers: {} }, transport).receive("{");
 * if (!String(sent[0]).startsWith('{"t":104')) throw new Error("the refusal is not in JSON");
 * ```
 *
 * @module
 */
export { bert } from "./bert.ts";
export type { Formatter } from "./formatter.ts";
export { json } from "./json/json.ts";
export { raw } from "./raw.ts";
export { text } from "./text/text.ts";
export { xml } from "./xml.ts";
