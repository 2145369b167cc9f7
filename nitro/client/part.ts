/**
 * Parts of the client: modules that a page loads when it first uses them.
 *
 * @module
 */
import { late } from "./bindings.ts";
import { emit, isPending, renew, send } from "./connection.ts";
import { collect, find } from "./sources.ts";
import { resolve } from "./target.ts";

/** What a part may use of the client: as a function it sends a frame, where `hello` was answered. */
export interface Core {
  (frame: Uint8Array<ArrayBuffer>): void;
  readonly collect: typeof collect;
  readonly emit: typeof emit;
  readonly find: typeof find;
  readonly isPending: typeof isPending;
  /** Loads a module that a part takes for itself; one that could not be loaded is asked for again. */
  readonly load: typeof load;
  readonly late: typeof late;
  readonly renew: typeof renew;
  readonly resolve: typeof resolve;
}

const core: Core = Object.assign(send, {
  collect,
  emit,
  find,
  isPending,
  late,
  load,
  renew,
  resolve,
});

/**
 * What a part exports by default: carries out one instruction `part`. What it returns is waited for.
 *
 * It is handed what sends a frame, where `hello` was answered, and more of the client. Frames that come and are no `io` are told to it, as
 * to scripts of the page, by the event `n2o:NAME` of the document, with the tuple as `detail`, where NAME is its first element.
 */
export type Part = (core: Core, ...args: never[]) => void | Promise<void>;

/** What is put behind the address of a module that could not be loaded: browsers remember that one could not. */
const again: Record<string, string> = {};

/** The module of an address, seen from the client's script; one that cannot be loaded is asked for again when it is next wanted. */
function load<Module>(path: string): Promise<Module> {
  return import(path + (again[path] ??= "")).catch((error) => {
    again[path] += "?";
    throw error;
  });
}

/**
 * Has a part carry out an instruction; its address is seen from the client's script: `./upload.js`.
 *
 * One that cannot be loaded is reported by the browser, and asked for again with the next instruction.
 */
export function part(path: string, ...args: unknown[]): Promise<void> {
  type Module = { default(...args: unknown[]): void | Promise<void> };
  return load<Module>(path).then((made) => made.default(core, ...args));
}

/** Does what takes a part until that could be loaded, after a pause that doubles; what it returns ends with the first try. */
export function insist(act: () => Promise<void>, pause = 1_000): Promise<unknown> {
  return act().catch(() => setTimeout(insist, pause, act, 2 * pause));
}
