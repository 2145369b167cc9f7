/**
 * The gallery as an application: a page for each group, and what they fetch.
 *
 * @module
 */
import { files, uploads } from "../../host/file/files.ts";
import type { Announced } from "../../n2o/file/mod.ts";
import { type Application, application, type Config, kvs } from "../../mod.ts";
import { broken, frame, missing, STATES } from "./frame.ts";
import type { Group } from "./group.ts";
import { groups } from "./groups.ts";
import { contents, groupPage } from "./view.ts";

/** The largest file that the control for uploads takes, in bytes: what is sent is kept in memory for a while. */
const LARGEST = 1_000_000;

/** Decides about files by their control: notes are texts. */
function accept({ name, meta }: Announced): boolean {
  return meta !== "notes" || name.toLowerCase().endsWith(".txt");
}

/** Makes it, of these groups; nothing that anybody does in it outlives the process. */
export async function gallery(
  config: Partial<Config> = {},
  all?: readonly Group[],
): Promise<Application> {
  all ??= await groups();
  const kv = kvs.memoryKv();
  return await application({
    ...config,
    kv,
    routes: {
      "/": contents(all),
      "/broken": broken,
      "404": missing,
      ...Object.fromEntries(all.map((each) => [`/${each.name}`, groupPage(each, all)])),
    },
    protocols: (given) => [
      "n2o_heart",
      "nitro_n2o",
      uploads(given, files(kv), { accept, limits: { size: LARGEST, owner: 4 * LARGEST } }),
    ],
    app(app) {
      app.get("/frame/:state", (c) => {
        const state = c.req.param("state");
        return STATES.has(state) ? c.html(frame(state, c.req.query("lang"))) : c.notFound();
      });
    },
    static: { "/static/": new URL("./static/", import.meta.url) },
    // Its own pages show a document of its own in a frame.
    csp: "default-src 'self'",
  });
}
