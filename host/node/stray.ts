/**
 * Errors that nobody caught: in Node each would end the program.
 *
 * @module
 */
import process from "node:process";

type Handler = (error: unknown) => void;

/** The handlers of this module, to tell those that the program has of its own, and whether the running message is their application's. */
const ours = new WeakMap<object, () => boolean>();

/**
 * Has `told` called with rejections and errors that nobody caught, where the program has no handler of its own for them: what a program
 * has one for is left to it.
 *
 * @param isOwn whether the application's is the message that is running: of several it takes it, or else the first
 */
export function onStray(told: Handler, isOwn: () => boolean): () => void {
  const taker = { told, isOwn };
  const callOff = [
    heard("unhandledRejection", taker, (handler) => process.on("unhandledRejection", handler)),
    heard("uncaughtException", taker, (handler) => process.on("uncaughtException", handler)),
  ];
  return () => callOff.forEach((each) => each());
}

function heard(
  event: string,
  { told, isOwn }: { readonly told: Handler; readonly isOwn: () => boolean },
  add: (handler: Handler) => void,
): () => void {
  const handler: Handler = (error) => {
    const handlers = process.rawListeners(event);
    if (!handlers.every((each) => ours.has(each))) return;
    const taker = handlers.find((each) => ours.get(each)?.()) ?? handlers[0];
    if (taker === handler) told(error);
  };
  ours.set(handler, isOwn);
  add(handler);
  return () => void process.off(event, handler);
}
