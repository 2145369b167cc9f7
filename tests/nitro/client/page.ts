/**
 * The page that a scene runs in: its document, and how it is made ready for another scene.
 *
 * @module
 */
import type { Page } from "../../_support/server/browser.ts";

/** The document of a scene, with the client and what tests have it click. */
export function document(body: string, script: string): string {
  return `<!doctype html><html lang="uk"><meta charset="utf-8"><title>Test</title>
<link rel="icon" href="/n2o/n2o.js"><script src="/n2o/n2o.js" ${script} defer></script>
<body>${body}<button id="sync">sync</button></body></html>`;
}

/** Makes a page as good as a new one: each scene is an origin of its own, hence keeps nothing of an earlier one's. */
export async function renew(page: Page): Promise<void> {
  const context = page.context();
  for (const each of context.pages()) if (each !== page) await each.close();
  for (const type of ["console", "pageerror", "dialog", "websocket"]) page.removeAllListeners(type);
  await context.clearCookies();
}
