/**
 * The browser client: `<script src="/n2o/n2o.js" defer></script>` connects its page to the server.
 *
 * It opens `/ws` followed by the path and query of the page, on the host of the page; `data-ws` on the script's tag names another
 * base (`wss://host/ws`), and `data-mqtt` has it speak through the broker of its server. What it does and speaks is written down in
 * n2o/WIRE.md, in the section of our own wire.
 *
 * Scripts of the page listen on `document`: `n2o:status` (detail `connecting`, `online`, `offline` or `failed`, also the attribute
 * `data-n2o` of the root element), `n2o:error` (detail `{ seq, reason }`), and `n2o:NAME` for each `hook` of the server.
 *
 * @module
 */
import { watchLeaving } from "./bindings.ts";
import { connect } from "./connection.ts";
import { watchEdits } from "./controls.ts";
import { perform } from "./instructions.ts";
import { insist, part } from "./part.ts";

const { ws = "/ws", mqtt } = document.currentScript?.dataset ?? {};

watchEdits();
watchLeaving();
if (mqtt === undefined) connect(overWebSocket, perform);
else insist(() => part("./mqtt.js", connect, perform));

function overWebSocket(): WebSocket {
  // Relative to the page, whose scheme says ws or wss (WebSockets, section 3.1).
  const url = ws + location.pathname + location.search;
  return Object.assign(new WebSocket(url), { binaryType: "arraybuffer" });
}
