/**
 * Checking a name and a password in the same time, whether there is such a user or not.
 *
 * @module
 */
import type { LoggedIn, LoginOptions } from "./login.ts";

/** Somebody with a password. */
export interface PasswordUser extends LoggedIn {
  /** The hash of the password, as `verify` takes it. */
  readonly hash: string;
}

/** How passwords are checked. */
export interface PasswordOptions {
  /** The user of a name; undefined where there is none. */
  readonly find: (name: string) => PasswordUser | undefined | Promise<PasswordUser | undefined>;
  /** Whether a password is that of a hash: a slow one, such as scrypt or Argon2. */
  readonly verify: (password: string, hash: string) => boolean | Promise<boolean>;
  /** The hash of a password that nobody has, made as the others are: it is verified where there is no such user. */
  readonly nobody: string;
}

/**
 * For `check` of `loginOperations`, with the fields `user` and `password`: a password is verified for each try, so that the time of an answer does
 * not tell which names there are.
 *
 * @example
 * ```ts
 * import { loginOperations, passwordCheck } from "@n2o/n2o/rest/auth";
 *
 * const users = new Map([["ann", { id: "ann", hash: "hash of tea" }]]);
 * const check = passwordCheck({
 *   find: (name) => users.get(name),
 *   verify: (password, hash) => hash === `hash of ${password}`, // yours is slow, and compares in constant time
 *   nobody: "hash of what nobody knows",
 * });
 * loginOperations({ check, sessions: { begin() {}, end() {} } });
 * const request = new Request("https://example.com/rest/login");
 * if ((await check({ user: "ann", password: "tea" }, request))?.id !== "ann") throw new Error("hers");
 * if (await check({ user: "bob", password: "what nobody knows" }, request)) throw new Error("nobody's");
 * ```
 */
export function passwordCheck({ find, verify, nobody }: PasswordOptions): LoginOptions["check"] {
  return async ({ user: name = "", password = "" }) => {
    const found = await find(name), isRight = await verify(password, found?.hash ?? nobody);
    if (found === undefined || !isRight) return undefined;
    const { id, roles } = found;
    return { id, ...roles !== undefined && { roles } };
  };
}
