/**
 * Processes in an application: their protocol in its chain, their news on its bus, and the style of their pictures.
 *
 * @example
 * ```ts
 * import { bpe } from "@n2o/n2o/bpe";
 * import { pictures, processes } from "@n2o/n2o/host/bpe";
 * import { application } from "@n2o/n2o/host/deno";
 * import { memoryKv } from "@n2o/n2o/kvs";
 *
 * using kv = memoryKv();
 * await using b = bpe(kv);
 * const { app } = await application({
 *   kv,
 *   routes: { "/": { event() {} } },
 *   protocols: processes(b, { make: ["ticket"] }),
 *   app: pictures,
 *   log: () => {},
 * });
 * if (!(await app.request("/bpe/picture.css")).ok) throw new Error("no style");
 * ```
 *
 * @module
 */
import { type Bpe, pictureCss } from "../bpe/mod.ts";
import { bpeN2o, type BpeN2oOptions, live } from "../bpe/n2o.ts";
import { heart, type Protocol } from "../n2o/mod.ts";
import { nitro } from "../nitro/mod.ts";
import type { Given } from "./config.ts";
import type { App } from "./deps.ts";
import { answer } from "./static/answer.ts";
import { compressor } from "./static/compress.ts";
import { textContent } from "./static/content.ts";

/**
 * For the setting `protocols`: heartbeat, pages, and the protocol of processes. Until the application stops, pages hear of changes on
 * the bus as well.
 */
export function processes(
  b: Bpe,
  options: BpeN2oOptions = {},
): (given: Given) => readonly Protocol[] {
  return ({ server, onStop }) => {
    onStop(live(server, b));
    return [heart, nitro, bpeN2o(b, options)];
  };
}

/** For the setting `app`: serves the style of pictures as `/bpe/picture.css`. */
export async function pictures(app: App): Promise<void> {
  const compress = compressor(), style = await textContent(pictureCss, "text/css; charset=utf-8");
  app.get("/bpe/picture.css", (c) => answer(c.req.raw, style, compress));
}
