/**
 * The browser client: `<script src="/n2o/n2o.js" defer></script>` connects its page to the server.
 *
 * It opens `/ws` followed by the path and query of the page, on the host of the page; `data-ws` on the script's tag names another
 * base (`wss://host/ws`). What it does and speaks is written down in n2o/WIRE.md, in the section of our own wire.
 *
 * Scripts of the page listen on `document`: `n2o:status` (detail `connecting`, `online` or `offline`, also the attribute
 * `data-n2o` of the root element), `n2o:error` (detail `{ seq, reason }`), and `n2o:NAME` for each `hook` of the server.
 *
 * @module
 */
import { connect } from "./connection.ts";
import { watchEdits } from "./controls.ts";
import { perform } from "./instructions.ts";

const base = document.currentScript?.dataset.ws ?? "/ws";

watchEdits();
connect(() => {
  const url = new URL(base + location.pathname + location.search, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url;
}, perform);
