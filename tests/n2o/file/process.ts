/**
 * A server of its own process that takes uploads of one user into a folder: `process.ts FOLDER PORT`. It writes its port, and what its
 * page hears.
 *
 * @module
 */
import { silentLog } from "../../../base/mod.ts";
import { ws } from "../../../n2o/endpoint/ws.ts";
import { folderSink } from "../../../n2o/file/folder/folder.ts";
import { ftp, isUpload } from "../../../n2o/file/mod.ts";
import { heart } from "../../../n2o/proto.ts";
import { server } from "../../../n2o/server.ts";
import { nitro } from "../../../nitro/protocol/protocol.ts";

const [folder = "", port = "0"] = Deno.args;

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

const made = server({
  secret: "a secret of more than sixteen letters",
  routes: { "/p": { event: (e) => isUpload(e) && say(`${e.status} ${e.size} ${e.place}`) } },
  protocols: [heart, nitro, ftp(folderSink(folder))],
  log: silentLog,
});
const options = { port: Number(port), hostname: "127.0.0.1", onListen: () => {} };
const host = Deno.serve(options, (request) => {
  const { socket, response } = Deno.upgradeWebSocket(request);
  const identity = { user: "ann", roles: [] };
  const events = ws(made, "/p", { path: "/p", query: "", headers: {}, identity });
  socket.binaryType = "arraybuffer";
  socket.onopen = (event) => events.onOpen(event, socket);
  socket.onmessage = (event) => events.onMessage(event, socket);
  socket.onclose = (event) => events.onClose(event);
  return response;
});
say(`port ${host.addr.port}`);
