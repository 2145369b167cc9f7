/**
 * Regions: parts of a page that travel only when they say something new.
 *
 * @module
 */
import { sha256Sync, toBase64 } from "../../base/mod.ts";
import { nitro } from "../../mod.ts";

/** Makes the element `id` of the page what `body` says, unless the connection was told the same before. */
export function region(id: string, body: nitro.Element): void {
  const { html, actions } = nitro.renderBody(body);
  const said = toBase64(sha256Sync(html + JSON.stringify(actions)));
  const key = `region ${id}`;
  if (nitro.state(key) === said) return;
  nitro.state(key, said);
  nitro.wire({ action: "update", target: id, html });
  nitro.wire(actions);
}
