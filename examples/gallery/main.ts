/**
 * The gallery of elements and actions. `PORT` chooses the port, 8004 where it says nothing.
 *
 * @module
 */
import { main } from "../../host/deno/mod.ts";
import { gallery } from "./gallery.ts";

await main(async () => {
  const { start } = await gallery({ port: Number(Deno.env.get("PORT") ?? 8_004) });
  const { finished } = await start();
  await finished;
});
