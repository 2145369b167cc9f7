/**
 * A server within the process: its connections without a socket, sessions without a log in.
 *
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { cookieName, type Server } from "../../../n2o/mod.ts";
import type { Socket, SocketEvents } from "../../../n2o/endpoint/ws.ts";
import type { Ears, Login, Wire } from "./site.ts";

/** Whether a connection of a server is at work. */
export function isBusy({ connections }: Server): boolean {
  for (const each of connections) if ("isBusy" in each && each.isBusy === true) return true;
  return false;
}

/** The cookie of a new session that is somebody's. */
export async function cookieFor({ sessions }: Server, login: Login): Promise<string> {
  const { user, roles, session: values } = login;
  const { session } = sessions.begin();
  const changed = sessions.change(session, {
    ...user !== undefined && { user },
    ...roles !== undefined && { roles },
    ...values !== undefined && { values },
  });
  await changed.done;
  return `${cookieName(false, sessions.cookie)}=${sessions.seal(changed.session)}`;
}

/** Runs something as if nothing that runs had asked for it. */
export type Outside = <T>(run: () => T) => T;

/** As it is here: whoever calls it later is outside of whatever message of a server runs then. */
export function outside(): Outside {
  return AsyncLocalStorage.snapshot();
}

/** Connects the two ends of a socket: frames cross it in a later microtask, and neither end runs within the other. */
export function joined(events: SocketEvents, ears: Ears, outside: Outside): Wire {
  let state = 1;
  const later = (run: () => void) => queueMicrotask(() => outside(run));
  const end = (code: number, reason: string) => {
    if (state === 3) return;
    state = 3;
    later(() => events.onClose({ code, reason }));
    later(() => ears.closed(code, reason));
  };
  const socket: Socket = {
    get readyState() {
      return state;
    },
    send(frame) {
      const data = typeof frame === "string" ? frame : frame.slice().buffer;
      later(() => void (state === 1 && ears.frame(data)));
    },
    close: (code = 1000, reason = "") => end(code, reason),
  };
  later(() => {
    events.onOpen(undefined, socket);
    ears.open();
  });
  return {
    unanswered: 0,
    send(frame) {
      const data = typeof frame === "string" ? frame : frame.slice().buffer;
      later(() => void (state === 1 && events.onMessage({ data }, socket)));
    },
    close: () => end(1005, ""),
  };
}
