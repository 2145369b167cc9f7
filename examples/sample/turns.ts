/**
 * Turns: what is done under one name is done one after the other.
 *
 * @module
 */

/** Runs an act when all that was begun under the same name before has ended. */
export type Turns = <T>(name: string, act: () => Promise<T>) => Promise<T>;

/** Makes turns; a name costs nothing while nobody waits. */
export function turns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return (name, act) => {
    const done = (last.get(name) ?? Promise.resolve()).then(act);
    const ended = done.then(() => {}, () => {}).then(() => {
      if (last.get(name) === ended) last.delete(name);
    });
    last.set(name, ended);
    return done;
  };
}
