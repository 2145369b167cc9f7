/**
 * Forms in an application: records, drafts, what is unique, what lookups find and files, each over the store; and the forms of BPMN's
 * tasks as documents.
 *
 * @example
 * ```ts
 * import { drafts, records, unique } from "@n2o/n2o/host/form";
 * import { kvs } from "@n2o/n2o";
 *
 * interface Client {
 *   id: string;
 *   email: string;
 * }
 * const clients = kvs.table<Client>("client", { fields: ["id", "email"], unique: ["email"] });
 *
 * using kv = kvs.memoryKv();
 * const store = records<Client>(kv, clients), isOnly = unique<Client>(kv, clients, { email: "email" });
 * await store.save("7", { email: "ann@example.com" }, null);
 * if (await isOnly("email", "ann@example.com", undefined)) throw new Error("somebody has it");
 * if (await store.save("7", { email: "bob@example.com" }, null) !== "conflict") throw new Error("it was there");
 * const kept = drafts(kv);
 * if (await kept.load({ user: "ann", document: "client", version: "", record: "7" })) throw new Error("no draft");
 * ```
 *
 * @module
 */
export { bpeForm, bpeRecord, bpeVariables, type TaskForm } from "./bpe.ts";
export { drafts, type DraftsOptions } from "./drafts.ts";
export { files } from "./files.ts";
export { type FeedOf, options } from "./options.ts";
export { records } from "./records.ts";
export { unique } from "./unique.ts";
