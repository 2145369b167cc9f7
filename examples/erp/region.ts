/**
 * Regions: parts of a page that travel only when they say something new.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { nitro } from "../../mod.ts";

/** Makes the element `id` of the page what `body` says, unless the connection was told the same before. */
export function region(id: string, body: nitro.Element): void {
  const { html, actions } = nitro.renderBody(body);
  const said = createHash("sha256").update(html).update(JSON.stringify(actions)).digest(
    "base64url",
  );
  const key = `region ${id}`;
  if (nitro.state(key) === said) return;
  nitro.state(key, said);
  nitro.wire({ action: "update", target: id, html });
  nitro.wire(actions);
}
