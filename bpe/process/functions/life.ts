/**
 * The functions that begin, read, change and end a process.
 *
 * @module
 */
import { BpeError } from "../../error.ts";
import { surfaced } from "../../store/store_error.ts";
import type { Identity } from "../../task/identity.ts";
import type { Bpe } from "../api.ts";
import { change } from "../change.ts";
import { type Context, snapshot } from "../context.ts";
import { cleanup, deleteProcess } from "../end.ts";
import { drain } from "../event/queue.ts";
import type { Proc } from "../proc.ts";
import { errorsOf } from "../refusal.ts";
import { start } from "../start.ts";

/** The functions that begin, read, change and end a process. */
export function lifeFunctions(
  cx: Context,
): Pick<
  Bpe,
  "deploy" | "start" | "load" | "proc" | "update" | "persist" | "errors" | "delete" | "cleanup"
> {
  return {
    deploy: (source, options) => cx.runtime.deploy(source, options),
    start: (process, docs = [], options = {}) => surfaced(() => start(cx, process, docs, options)),
    load: <T>(id: string, otherwise?: T) => load(cx, id, otherwise),
    async proc(id, { by } = {}) {
      await surfaced(() => drain(cx, id));
      return await permitted(cx, id, by);
    },
    update: async (id, next) => (await change(cx, id, () => next)).before,
    persist: async (id, next) => (await change(cx, id, () => next)).after,
    errors: (id) => surfaced(() => errorsOf(cx, id)),
    delete: (id) => surfaced(() => deleteProcess(cx, id)),
    cleanup: (id) => surfaced(() => cleanup(cx, id)),
  };
}

async function load<T>(cx: Context, id: string, otherwise?: T): Promise<Proc | T | undefined> {
  try {
    return await permitted(cx, id);
  } catch (error) {
    if (error instanceof BpeError && error.code === "instance") return otherwise;
    throw error;
  }
}

async function permitted(cx: Context, id: string, by?: Identity): Promise<Proc> {
  await cx.runtime.permit({ do: "read", instance: id }, { by });
  return (await snapshot(cx, id)).proc;
}
