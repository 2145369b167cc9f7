/**
 * Workers of these tests in workerd, as seen from this process.
 *
 * @module
 */
import { bundle, missing, type Running, start } from "../../../_support/store/miniflare.ts";

/** A worker that is started before the tests of a module and ended after them. */
export interface Edge {
  /** Asks it. */
  ask(path: string, init?: object): ReturnType<Running["dispatchFetch"]>;
  /** Ends workerd, with all objects in it, and starts it again on what is on the disk. */
  restart(): Promise<void>;
  /** The source that runs. */
  source(): Promise<string>;
}

/** Bundles a module for workerd and keeps it running for the tests of the module that calls this. */
export function withEdge(module: URL): Edge {
  let folder = "", running: Running | undefined;
  const begin = () => {
    running = start(`${folder}/worker.js`, `${folder}/objects`);
  };
  if (!missing) {
    Deno.test.beforeAll(async () => {
      folder = await Deno.makeTempDir();
      await bundle(module, `${folder}/worker.js`);
      begin();
    });
    Deno.test.afterAll(async () => {
      await running?.dispose();
      await Deno.remove(folder, { recursive: true });
    });
  }
  return {
    ask(path, init) {
      if (running === undefined) throw new Error("the worker is not running");
      return running.dispatchFetch(`https://test/${path}`, init);
    },
    async restart() {
      await running?.dispose();
      begin();
    },
    source: () => Deno.readTextFile(`${folder}/worker.js`),
  };
}

/** A test that needs workerd. */
export function edgeTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: missing, fn });
}
