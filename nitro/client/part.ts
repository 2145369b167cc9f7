/**
 * Parts of the client: modules that a page loads when it first uses them.
 *
 * @module
 */
import { send } from "./connection.ts";

/**
 * What a part exports by default: carries out one instruction `part`.
 *
 * It is handed what sends a frame, where `hello` was answered. Frames that come and are no `io` are told to it, as to scripts of the page,
 * by the event `n2o:NAME` of the document, with the tuple as `detail`, where NAME is its first element.
 */
export type Part = (
  send: (frame: Uint8Array<ArrayBuffer>) => void,
  ...args: never[]
) => void | Promise<void>;

/**
 * Has a part carry out an instruction; its address is seen from the client's script: `./upload.js`.
 *
 * One that cannot be loaded is reported by the browser, and asked for again with the next instruction.
 */
export async function part(path: string, ...args: unknown[]): Promise<void> {
  return (await import(path)).default(send, ...args);
}
