/**
 * Who a client of a server is, as the server's address says it.
 *
 * @module
 */

/**
 * The user, the password and the wish for TLS in an address such as `rediss://user:password@host:6379`, in the words of ioredis; what is
 * not there is left out.
 *
 * @throws {TypeError} for a text that is no URL.
 */
export function credentialsOf(url: string): { username?: string; password?: string; tls?: object } {
  const { username, password, protocol } = new URL(url);
  return {
    ...(username ? { username: decodeURIComponent(username) } : {}),
    ...(password ? { password: decodeURIComponent(password) } : {}),
    ...(protocol === "rediss:" ? { tls: {} } : {}),
  };
}
