/**
 * Applications for tests, on Deno within this process.
 *
 * @module
 */
import { type Application, application, type Config, type n2o } from "../../mod.ts";
import { notebook } from "../_support/server/wire.ts";

/** A page that does nothing. */
export const page: n2o.Page = { event() {} };
/** A secret that may be set. */
export const secret = "a secret of more than sixteen letters";
/** Files of a site. */
export const files: URL = new URL("site/", import.meta.url);

/** An application with one page, `/app/p`, and its log. */
export async function made(
  config: Partial<Config> = {},
): Promise<Application & { readonly book: ReturnType<typeof notebook> }> {
  const book = notebook();
  const routes = { "/app/p": page };
  return { ...await application({ routes, secret, log: book.log, ...config }), book };
}
