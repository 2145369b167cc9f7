/**
 * Who may use an API: API keys, tokens of the application's own, sessions, log in, signed links.
 *
 * @module
 */
export { type Bearer, credentials, type CredentialsOptions } from "./credentials.ts";
export { apiKeys, type Keys, type KeysOptions, type MadeKey } from "./key/keys.ts";
export { keyOperations, type KeyOperationsOptions } from "./key/operations.ts";
export type { ApiKey } from "./key/row.ts";
export { type Linked, type Links, type LinksOptions, type Signature, signedLinks } from "./link.ts";
export { type LoggedIn, loginOperations, type LoginOptions, type LoginSessions } from "./login.ts";
export { sharedCounter, type SharedCounterOptions } from "./shared.ts";
export type { NewKey } from "./key/wanted.ts";
