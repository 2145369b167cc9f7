/**
 * What the environment of a program on Deno says.
 *
 * @module
 */

/** Whether the program runs in production: on Deno Deploy, or where an `_ENV` variable says so. */
export function isProduction(): boolean {
  return ["DENO_DEPLOYMENT_ID", "DENO_DEPLOY"].some((name) => granted(name)) ||
    ["N2O_ENV", "NODE_ENV", "DENO_ENV"].some((name) => granted(name) === "production");
}

/** The environment's variable, if the program may read it without asking a person. */
function granted(variable: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  return state === "granted" ? Deno.env.get(variable) : undefined;
}
