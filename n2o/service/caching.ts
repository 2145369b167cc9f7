/**
 * The process that forgets what expired, in the tables and of the sessions, each minute.
 *
 * @module
 */
import type { Module } from "../process/module.ts";
import { self } from "../process/turn.ts";
import { type Server, sweep } from "../server.ts";
import type { Pi } from "./child.ts";

const MINUTE = 60_000;

/** The process `timer` of the table `caching` of a server. */
export function caching(server: Server): Pi {
  const module: Module = {
    name: "n2o",
    init: () => void self().sendAfter(MINUTE, "ping"),
    proc() {
      // First, so that a table that cannot be swept does not end the sweeping.
      self().sendAfter(MINUTE, "ping");
      sweep(server);
      server.sessions.invalidateSessions();
    },
  };
  return { sup: server, table: "caching", name: "timer", module, restart: "permanent" };
}
