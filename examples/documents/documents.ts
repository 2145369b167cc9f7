/**
 * The gallery of forms as an application: a page for each subject, in English and Ukrainian.
 *
 * @module
 */
import { files, uploads } from "../../host/file/files.ts";
import { type Application, application, type Config, kvs, type nitro } from "../../mod.ts";
import { contents } from "./contents.ts";
import { LANGUAGES } from "./page.ts";
import { SUBJECTS } from "./subjects.ts";

/** The largest file that is taken, in bytes: what is sent is kept in memory for a while. */
const LARGEST = 1_000_000;

/** Makes it; nothing that anybody enters outlives the process. */
export async function documents(config: Partial<Config> = {}): Promise<Application> {
  const kv = kvs.memoryKv(), sink = files(kv);
  const routes: Record<string, nitro.LivePage> = {};
  for (const lang of LANGUAGES) {
    routes[`/${lang}`] = contents(lang);
    for (const { path, page } of SUBJECTS) {
      routes[`/${lang}/${path}`] = await page({ kv, sink, lang });
    }
  }
  return await application({
    ...config,
    kv,
    routes,
    protocols: (given) => [
      "n2o_heart",
      "nitro_n2o",
      uploads(given, sink, { limits: { size: LARGEST, owner: 4 * LARGEST } }),
    ],
    app: (app) => void app.get("/", (c) => c.redirect("/en")),
    static: { "/static/": new URL("./static/", import.meta.url) },
  });
}
