/**
 * The gallery of forms. `PORT` chooses the port, 8005 where it says nothing.
 *
 * @module
 */
import { main } from "../../host/deno/mod.ts";
import { documents } from "./documents.ts";

await main(async () => {
  const { start } = await documents({ port: Number(Deno.env.get("PORT") ?? 8_005) });
  const { finished } = await start();
  await finished;
});
