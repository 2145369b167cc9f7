/**
 * Errors that nobody caught: in Deno each would end the program.
 *
 * @module
 */

/** Has `told` called with rejections and errors that nobody caught, but for those that another listener of the program took for itself. */
export function onStray(told: (error: unknown) => void): () => void {
  const rejected = (event: PromiseRejectionEvent) => taken(event, event.reason);
  const thrown = (event: ErrorEvent) => taken(event, event.error ?? event.message);
  /** Of several applications the first one takes it. */
  function taken(event: Event, error: unknown): void {
    if (event.defaultPrevented) return;
    event.preventDefault();
    told(error);
  }
  addEventListener("unhandledrejection", rejected);
  addEventListener("error", thrown);
  return () => {
    removeEventListener("unhandledrejection", rejected);
    removeEventListener("error", thrown);
  };
}
