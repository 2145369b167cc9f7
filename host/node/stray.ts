/**
 * Errors that nobody caught: in Node each would end the program.
 *
 * @module
 */
import process from "node:process";

type Handler = (error: unknown) => void;

/** The handlers of this module, to tell those that the program has of its own. */
const ours = new WeakSet<object>();

/**
 * Has `told` called with rejections and errors that nobody caught, where the program has no handler of its own for them: what a program
 * has one for is left to it.
 */
export function onStray(told: (error: unknown) => void): () => void {
  const callOff = [
    heard("unhandledRejection", told, (handler) => process.on("unhandledRejection", handler)),
    heard("uncaughtException", told, (handler) => process.on("uncaughtException", handler)),
  ];
  return () => callOff.forEach((each) => each());
}

function heard(event: string, told: Handler, add: (handler: Handler) => void): () => void {
  const handler: Handler = (error) => {
    const handlers = process.rawListeners(event);
    // Of several applications the first one takes it.
    const isFirst = handlers.find((each) => ours.has(each)) === handler;
    if (isFirst && handlers.every((each) => ours.has(each))) told(error);
  };
  ours.add(handler);
  add(handler);
  return () => void process.off(event, handler);
}
