/**
 * A form of 50 fields, ten of them computed on the server, live: `PORT` chooses the port, `N2O_SECRET` seals the sessions.
 *
 * @module
 */
import { main } from "../../host/deno/mod.ts";
import { application } from "../../mod.ts";
import { declared } from "./declared.ts";
import * as page from "./page.ts";

await main(async () => {
  const { start } = await application({
    routes: { "/forms/index.htm": page, "/forms/declared": declared },
    app: (app) => void app.get("/", (c) => c.redirect("/forms/index.htm")),
    static: { "/forms/": new URL("./static/", import.meta.url) },
    port: Number(Deno.env.get("PORT") ?? 8004),
    secret: Deno.env.get("N2O_SECRET"),
  });
  const { finished } = await start();
  await finished;
});
