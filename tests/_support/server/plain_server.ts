/**
 * The project served by a plain HTTP server, as anybody may serve it: one that knows nothing of TypeScript.
 *
 * @module
 */

const root = new URL("../../../", import.meta.url);

/** Serves the project's files on a free port; shut it down in the end. */
export function plainServer(): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const { pathname } = new URL(request.url);
    try {
      const bytes = await Deno.readFile(new URL(`.${pathname}`, root));
      return new Response(bytes, { headers: { "content-type": "video/mp2t" } });
    } catch {
      return new Response("there is no such file", { status: 404 });
    }
  });
}
