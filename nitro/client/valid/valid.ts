/**
 * The part of the client for events that wait until their sources are valid: what is wrong the browser says, by the control's own attributes.
 *
 * It hears an event before the bindings do, and keeps it from them. Whoever sends frames by other means passes it over: the server looks again.
 *
 * @module
 */
import type { Part } from "../part.ts";

/** What an event of an element waits for. */
interface Watched {
  readonly sources: readonly string[];
  /** The key that it is about, where it is one of the keyboard. */
  readonly key: string;
}

const watched = new Map<string, Watched>();

const valid: Part = (_core, target: string, type: string, sources: string[], key: string) => {
  watched.set(`${type} ${target}`, { sources, key });
  // The window hears it first; a listener that is there already is not added again.
  globalThis.addEventListener(type, look, true);
};

function look(event: Event): void {
  for (const element of event.composedPath()) {
    const found = element instanceof Element && watched.get(`${event.type} ${element.id}`);
    if (!found || found.key && found.key !== (event as KeyboardEvent).key) continue;
    const wrong = found.sources.map((id) => document.getElementById(id) as HTMLInputElement | null)
      .find((control) => control?.checkValidity?.() === false);
    if (!wrong) continue;
    event.preventDefault();
    event.stopImmediatePropagation();
    wrong.reportValidity();
    return;
  }
}

export default valid;
