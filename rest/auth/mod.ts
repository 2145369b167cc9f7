/**
 * Who may use an API: API keys, tokens of the application's own, sessions, log in, signed links, and counts of rates that programs share.
 * `rest/auth/GUIDE.md` tells how they go together.
 *
 * @example
 * ```ts
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { resource, rest } from "@n2o/n2o/rest";
 * import { apiKeys, credentials, keyOperations } from "@n2o/n2o/rest/auth";
 *
 * using kv = memoryKv();
 * const keys = apiKeys(kv), tokens = new Map([["from-elsewhere", "bob"]]);
 * const notes = resource({ name: "notes", table: "note", may: { list: { scope: "notes:read" } } });
 * const api = rest({
 *   kv,
 *   resources: [notes],
 *   operations: keyOperations(keys, { own: { scope: "keys" } }),
 *   who: credentials({
 *     keys,
 *     verify(token) {
 *       const id = tokens.get(token);
 *       return id === undefined ? undefined : { id, scopes: ["notes:read"] };
 *     },
 *   }),
 * });
 *
 * const ask = async (token: string) => {
 *   const { status } = await api.request("/rest/notes", { headers: { authorization: `Bearer ${token}` } });
 *   return status;
 * };
 * const { text } = await keys.make({ owner: "ann", name: "report" });
 * const told = [await ask(text), await ask("from-elsewhere"), await ask("forged")];
 * if (told.join() !== "200,200,401") throw told;
 * ```
 *
 * @module
 */
export { type Bearer, credentials, type CredentialsOptions } from "./credentials.ts";
export { apiKeys, type Keys, type KeysOptions, type MadeKey } from "./key/keys.ts";
export { keyOperations, type KeyOperationsOptions } from "./key/operations.ts";
export type { ApiKey } from "./key/row.ts";
export { type Linked, type Links, type LinksOptions, type Signature, signedLinks } from "./link.ts";
export type { AttemptsOptions, LoginRates } from "./attempts.ts";
export { type KnownNetworks, knownNetworks, type KnownNetworksOptions } from "./known.ts";
export { passwordCheck, type PasswordOptions, type PasswordUser } from "./password.ts";
export { type LoggedIn, loginOperations, type LoginOptions, type LoginSessions } from "./login.ts";
export { sharedCounter, type SharedCounterOptions } from "./shared.ts";
export type { NewKey } from "./key/wanted.ts";
