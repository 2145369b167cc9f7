/**
 * An application at an address, over real requests and a real socket.
 *
 * @module
 */
import { decode, Tuple } from "../../../n2o/mod.ts";
import { TestingError } from "../error.ts";
import type { Ears, Site, Wire } from "./site.ts";

/** The site of an address. */
export function remoteSite(address: string): Site {
  const { origin } = new URL(address), open = new Set<WebSocket>();
  return {
    origin,
    fetch: (request) => fetch(request),
    socket(url, headers, ears) {
      const target = new URL(url);
      target.protocol = target.protocol === "https:" ? "wss:" : "ws:";
      // As: the option is Deno's own, and a browser's cookie cannot be sent otherwise.
      const socket = new WebSocket(target, { headers } as never);
      open.add(socket);
      socket.addEventListener("close", () => open.delete(socket));
      return heard(socket, ears);
    },
    isBusy: () => false,
    cookie: () =>
      Promise.reject(
        new TestingError(
          "config",
          `${origin}: sessions are made within the process only; log in by the page`,
        ),
      ),
    async close() {
      const closed = [...open].map((socket) =>
        new Promise<void>((resolve) => socket.addEventListener("close", () => resolve()))
      );
      for (const socket of open) socket.close();
      await Promise.all(closed);
    },
  };
}

function heard(socket: WebSocket, ears: Ears): Promise<Wire> {
  const unanswered = new Counter();
  socket.binaryType = "arraybuffer";
  socket.addEventListener("message", ({ data }) => {
    if (typeof data !== "string" && isAnswer(data)) {
      unanswered.count = Math.max(0, unanswered.count - 1);
    }
    ears.frame(data);
  });
  socket.addEventListener("close", ({ code, reason }) => ears.closed(code, reason));
  return new Promise((resolve) => {
    socket.addEventListener("error", () => {}); // the close follows
    const wire = {
      get unanswered() {
        return unanswered.count;
      },
      send(frame: string | Uint8Array<ArrayBuffer>) {
        if (typeof frame !== "string") unanswered.count++;
        socket.send(frame);
      },
      close: () => socket.close(),
    };
    socket.addEventListener("open", () => ears.open());
    resolve(wire);
  });
}

class Counter {
  count = 0;
}

/** Whether a frame answers an event or a greeting. */
function isAnswer(frame: ArrayBuffer): boolean {
  if (frame.byteLength === 0) return true;
  const term = decode(new Uint8Array(frame));
  const data = term instanceof Tuple ? term.elements[2] : undefined;
  return data instanceof Tuple;
}
