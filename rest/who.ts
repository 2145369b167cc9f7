/**
 * Who asks: a small interface that the host fills by its sessions, keys and tokens.
 *
 * @module
 */

/** Somebody who asks. */
export interface Person {
  /** Who it is: stable, unique, for logs and limits. */
  readonly id: string;
  /** What it may, where that is limited: scopes of a key such as `users:read`; undefined where it is not. */
  readonly scopes?: readonly string[];
  /** How it is known: with `cookie` unsafe methods need the right Origin. */
  readonly by: "cookie" | "key" | "token";
  /** The id of the key, where it is known by one. */
  readonly key?: string;
  /** What the application knows of it. */
  readonly user?: unknown;
}

/**
 * Tells who asks: undefined where nobody says so.
 *
 * @throws {RestError} `unauthorized` for a key or a token that is none, or no longer
 */
export type Who = (request: Request) => Promise<Person | undefined> | Person | undefined;
