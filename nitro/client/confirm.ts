/**
 * The part that carries out the instruction `confirm`.
 *
 * @module
 */
import type { Part } from "./part.ts";
import type { Target } from "./target.ts";

/** Asks the person, and sends an event on yes. */
const ask: Part = (
  { resolve, emit, collect },
  target: Target,
  text: string,
  ...event: [
    pickle: string,
    sources: string[],
  ]
) => {
  const [pickle, sources] = event, name = typeof target === "string" ? target : target[1];
  // Not at once: the rest of the frame is carried out, and painted, before the person is asked.
  setTimeout(() => {
    const [element = document] = target ? resolve(target) : [];
    if (confirm(text)) emit(element, name, pickle, collect(sources));
  });
};

export default ask;
