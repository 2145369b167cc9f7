/**
 * An application within the process: its own routes, guards, sessions and endpoint, asked as a browser asks, without a port.
 *
 * @module
 */
import type { Server } from "../../../n2o/mod.ts";
import { SOCKET, type SocketEvents } from "../../../n2o/endpoint/ws.ts";
import { TestingError } from "../error.ts";
import type { Site } from "./site.ts";
import { cookieFor, isBusy, joined, outside } from "./within.ts";

/** What `application` of the bootstrap answers, as far as a test needs it. */
export interface Tested {
  /** Its routes, which take the handshake of its socket as well. */
  readonly app: {
    fetch(request: Request, env?: object): Response | Promise<Response>;
  };
  /** What its connections share. */
  readonly server: Server;
}

const ORIGIN = "http://n2o.test", LOCAL = { remoteAddr: { hostname: "127.0.0.1" } };

/** The site of an application. */
export function applicationSite({ app, server }: Tested): Site {
  const apart = outside();
  return {
    origin: ORIGIN,
    fetch: async (request) => await apart(() => app.fetch(request, { ...LOCAL })),
    async socket(url, headers, ears) {
      let events: SocketEvents | undefined;
      const handshake = {
        ...headers,
        "connection": "upgrade",
        "upgrade": "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "bjJvLXRlc3RpbmctMTYtYg==",
      };
      const answer = await app.fetch(new Request(url, { headers: handshake }), {
        ...LOCAL,
        [SOCKET]: (given: SocketEvents) => void (events = given),
      });
      await answer.body?.cancel();
      if (events !== undefined) return joined(events, ears, apart);
      throw new TestingError(
        "config",
        `${url.pathname}: the socket was refused with ${answer.status}`,
      );
    },
    isBusy: () => isBusy(server),
    cookie: (login) => cookieFor(server, login),
    close: async () => {},
  };
}
