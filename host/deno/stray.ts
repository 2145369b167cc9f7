/**
 * Errors that nobody caught: in Deno each would end the program.
 *
 * @module
 */
import process from "node:process";

/** An application that may take what nobody caught. */
interface Taker {
  readonly told: (error: unknown) => void;
  readonly isOwn: () => boolean;
}

/** Who may take an error, by its event: one at last of those that heard it. */
const takers = new WeakMap<Event, Taker[]>();

/**
 * Has `told` called with rejections and errors that nobody caught, but for those that the program takes for itself: by a listener that
 * prevents the default, whether it was added before or after, or by a handler of `node:process`.
 *
 * @param isOwn whether the application's is the message that is running: of several it takes it, or else the first
 */
export function onStray(told: Taker["told"], isOwn: Taker["isOwn"]): () => void {
  const taker = { told, isOwn };
  const rejected = (event: PromiseRejectionEvent) => {
    if (process.listenerCount("unhandledRejection") === 0) heard(event, event.reason, taker);
  };
  const thrown = (event: ErrorEvent) => heard(event, event.error ?? event.message, taker);
  addEventListener("unhandledrejection", rejected);
  addEventListener("error", thrown);
  return () => {
    removeEventListener("unhandledrejection", rejected);
    removeEventListener("error", thrown);
  };
}

function heard(event: Event, error: unknown, taker: Taker): void {
  const others = takers.get(event);
  if (others !== undefined) return void others.push(taker);
  if (event.defaultPrevented) return;
  const all = [taker];
  let isTaken = false;
  takers.set(event, all);
  event.preventDefault();
  // Listeners that come after this one may take it still.
  Object.defineProperty(event, "preventDefault", { value: () => isTaken = true });
  queueMicrotask(() => {
    if (!isTaken) (all.find(({ isOwn }) => isOwn()) ?? taker).told(error);
  });
}
