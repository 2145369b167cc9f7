/**
 * The two ends of a Worker, as the host has them: those of the web's, or Node's threads.
 *
 * @module
 */
import { N2oError } from "../../error.ts";

/** What is said and heard at one end. */
export interface Endpoint {
  /** Sends a copy to the other end; throws what the host does for a value that cannot be copied. */
  post(value: unknown): void;
  /** Hears what the other end sends, and, outside, that it failed. */
  listen(heard: (value: unknown) => void, failed: (error: unknown) => void): void;
  /** Inside, has `last` called before the Worker ends by itself, where the host does not tell the other end. */
  atEnd?(last: () => void): void;
  /** Outside, ends the Worker at once, whatever it is doing. */
  close(): void;
}

/** What a Worker of the web has around it. */
interface Scope {
  postMessage(value: unknown): void;
  addEventListener(type: "message", heard: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "unload", heard: () => void): void;
  close(): void;
}

/**
 * Starts a Worker.
 *
 * @throws {N2oError} `no_worker` where the host has none
 */
export async function endpointTo(url: URL): Promise<Endpoint> {
  try {
    return typeof Worker === "function" ? toWorker(url) : await toThread(url);
  } catch (cause) {
    throw new N2oError(
      "no_worker",
      "this host has no Workers: run the process without one, or on Deno or Node",
      { cause },
    );
  }
}

function toWorker(url: URL): Endpoint {
  const worker = new Worker(url, { type: "module" });
  // A module that is not there may have failed before anybody can listen.
  const early: unknown[] = [];
  let failed: (error: unknown) => void = (error) => early.push(error);
  worker.onerror = (event) => {
    // Or the host takes it for a failure of the whole program.
    event.preventDefault();
    failed(event.error ?? new Error(event.message));
  };
  return {
    post: (value) => worker.postMessage(value),
    listen(heard, told) {
      worker.onmessage = ({ data }) => heard(data);
      worker.onmessageerror = () => told(new Error("what the Worker sent cannot be read"));
      failed = told;
      for (const error of early) told(error);
    },
    close: () => worker.terminate(),
  };
}

async function toThread(url: URL): Promise<Endpoint> {
  const { Worker } = await import("node:worker_threads"), worker = new Worker(url);
  return {
    post: (value) => worker.postMessage(value),
    listen(heard, failed) {
      worker.on("message", heard).on("messageerror", failed).on("error", failed);
      worker.on("exit", (code) => failed(new Error(`the Worker ended with code ${code}`)));
    },
    close: () => void worker.terminate(),
  };
}

/**
 * The end inside of a Worker.
 *
 * @throws {N2oError} `no_worker` outside of one
 */
export async function endpointInside(): Promise<Endpoint> {
  if ("WorkerGlobalScope" in globalThis) {
    // As: the types are those of a window, which this is not.
    const scope = globalThis as unknown as Scope;
    return {
      post: (value) => scope.postMessage(value),
      listen: (heard) => scope.addEventListener("message", ({ data }) => heard(data)),
      // Nothing tells the other end of `self.close()`; of Deno's `exit` the event does.
      atEnd(last) {
        const close = scope.close.bind(scope);
        scope.close = () => {
          last();
          close();
        };
        scope.addEventListener("unload", last);
      },
      close: () => scope.close(),
    };
  }
  const port = (await import("node:worker_threads")).parentPort;
  if (port === null) {
    throw new N2oError("no_worker", "serve: this is no Worker; start a process with its URL");
  }
  return {
    post: (value) => port.postMessage(value),
    listen: (heard) => void port.on("message", heard),
    close: () => port.close(),
  };
}
