/**
 * What the pages of the sample have in common: their icon, their style, the colour of the browser's own bars.
 *
 * @module
 */
import { nitro } from "../../mod.ts";
const { meta } = nitro;

/** For `page`: the class of the body says which page it is. */
export const look: nitro.PageLook & { readonly head: nitro.Body } = {
  icon: "/app/favicon.svg",
  styles: ["/app/sample.css"],
  head: [["light", "#f4f2ec"], ["dark", "#111716"]].map(([scheme, content]) =>
    meta({
      name: "theme-color",
      content,
      attributes: { media: `(prefers-color-scheme: ${scheme})` },
    })
  ),
};
