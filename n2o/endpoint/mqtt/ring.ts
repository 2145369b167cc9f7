/**
 * The members of a ring as processes: what they run, and which of them this machine has.
 *
 * @module
 */
import { isRecord } from "../../../base/mod.ts";
import type { Module } from "../../process/module.ts";
import { self } from "../../process/turn.ts";
import { member as answering } from "../../service/member.ts";
import type { Member } from "./member.ts";

/** What has a member publish to a topic. */
export interface ToPublish {
  readonly type: "mqtt";
  readonly topic: string;
  readonly bytes: Uint8Array;
}

/** The members of a server. */
export interface Members {
  /** What each of them runs: its state is its connection, the record `mqcn`. */
  readonly module: Module;
  /** Has the members of these names hear their clients, and all others not. */
  own(names: ReadonlySet<string>): void;
}

/** The processes of members by their names. */
export function ring(members: ReadonlyMap<string, Member>): Members {
  const published = answering("mqtt"), running = new Set<string>();
  let owned: ReadonlySet<string> = new Set();
  const own = (name: string) => void members.get(name)?.own(owned.has(name) && running.has(name));
  const module: Module = {
    name: "n2o_mqtt",
    init(_given, signal) {
      const name = String(self().name);
      running.add(name);
      // However it ends: its clients begin anew with the one that is started in its place.
      signal.addEventListener("abort", () => {
        running.delete(name);
        own(name);
      });
      own(name);
      return members.get(name);
    },
    async proc(message, state, signal) {
      if (!isToPublish(message)) return await published.proc(message, undefined, signal);
      try {
        // As: `init` answers it.
        await (state as Member).publish(message.topic, message.bytes);
        return {};
      } catch (refuse) {
        // A broker that is away is no failure of this process, whose clients would have to begin anew.
        return { refuse };
      }
    },
  };
  return {
    module,
    own(names) {
      owned = names;
      for (const name of members.keys()) own(name);
    },
  };
}

function isToPublish(message: unknown): message is ToPublish {
  return isRecord(message) && message.type === "mqtt" && typeof message.topic === "string" &&
    message.bytes instanceof Uint8Array;
}
