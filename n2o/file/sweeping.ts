/**
 * The process that removes uploads that nobody goes on with.
 *
 * @module
 */
import { randomId } from "../../base/mod.ts";
import type { Module } from "../process/module.ts";
import { self } from "../process/turn.ts";
import type { Server } from "../server.ts";
import type { Pi } from "../service/child.ts";
import type { Transfers } from "./transfers.ts";

/** How often it looks, in milliseconds, and at least four times before a patience ends. */
const HOUR = 3_600_000;

/** The process of the uploads of a server. */
export function sweeping(server: Server, transfers: Transfers, patience: number): Pi {
  const pause = Math.max(1, Math.min(HOUR, Math.floor(patience / 4)));
  const module: Module = {
    name: "n2o_ftp",
    init: () => void self().sendAfter(0, "sweep"),
    async proc() {
      self().sendAfter(pause, "sweep");
      try {
        await transfers.sweep();
      } catch (error) {
        server.log("error", "uploads could not be swept", { error });
      }
    },
    terminate: () => transfers.idle(),
  };
  return {
    sup: server,
    table: "file",
    name: `/uploads/${randomId(8)}`,
    module,
    restart: "permanent",
  };
}
