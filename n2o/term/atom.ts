/**
 * Atoms: names that are compared with `===`.
 *
 * Live atoms of one name are one object. The table behind that holds atoms weakly, so names that came over the wire
 * leave it when nobody uses them any more. It is the one thing that all applications of an isolate share: it holds no
 * state of theirs, and identity across modules depends on it.
 *
 * @module
 */

/** Longest name of an atom, in Unicode characters (Erlang, `atom_to_list/1`: 255). */
export const MAX_ATOM_LENGTH = 255;

const interned = new Map<string, WeakRef<Atom>>();

const collected = new FinalizationRegistry<string>((name) => {
  // The name may have been interned anew before this ran.
  if (interned.get(name)?.deref() === undefined) interned.delete(name);
});

/** An Erlang atom. Made by {@link atom} only, so that equal atoms are the same object. */
export class Atom {
  /** The name, without quotes. */
  readonly name: string;

  private constructor(name: string) {
    this.name = name;
  }

  /** The one live atom of this name; {@link atom} is the short way to call it. */
  static of(name: string): Atom {
    const found = interned.get(name)?.deref();
    if (found !== undefined) return found;
    if (name.length > MAX_ATOM_LENGTH && characters(name) > MAX_ATOM_LENGTH) {
      throw new RangeError(
        `An atom has at most ${MAX_ATOM_LENGTH} characters: ${name.slice(0, 20)}...`,
      );
    }
    if (!name.isWellFormed()) throw new RangeError("An atom's name is well-formed Unicode");
    const made = new Atom(name);
    interned.set(name, new WeakRef(made));
    collected.register(made, name);
    return made;
  }

  /** The name, for logs. */
  toString(): string {
    return this.name;
  }

  /** The name, for JSON. */
  toJSON(): string {
    return this.name;
  }
}

/**
 * The atom of a name; the same object for the same name as long as anyone holds it.
 *
 * @param name Up to 255 Unicode characters.
 * @returns The atom.
 * @throws {RangeError} for a longer name, or one with a lone surrogate.
 */
export function atom(name: string): Atom {
  return Atom.of(name);
}

/** How many names the table holds now: the live atoms, and dead ones that are not yet collected. */
export function atomCount(): number {
  return interned.size;
}

function characters(name: string): number {
  let count = 0;
  for (const _ of name) count++;
  return count;
}
