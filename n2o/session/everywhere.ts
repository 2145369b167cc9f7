/**
 * The end of all sessions of somebody, whatever else is done to them meanwhile.
 *
 * @module
 */
import type { Copies } from "./copies.ts";
import type { SessionStorage } from "./rows.ts";

/** Where the sessions are. */
interface Place {
  readonly copies: Copies;
  readonly storage: SessionStorage | undefined;
  /** The sessions of a user that live. */
  readonly list: (user: string) => Promise<readonly { readonly session: string }[]>;
}

/** How often it is looked for further ones. */
const ROUNDS = 16;

/**
 * Ends the sessions of somebody, those that are just beginning as well; tells how many there were. It is looked again until none is left,
 * as sessions may begin and change their ids meanwhile.
 */
export async function endAll({ copies, storage, list }: Place, user: string): Promise<number> {
  const ended = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const before = ended.size, named = await storage?.sessionsOf?.(user) ?? [];
    const isBeginning = await Promise.all(named.map((each) => copies.forestall(each, user)));
    const here = [...copies.writing()].filter((each) => copies.get(each, "user") === user);
    const alive = (await list(user)).map(({ session }) => session);
    const found = new Set([...here, ...alive]);
    await Promise.all([...found].map((session) => copies.end(session)));
    for (const each of [...found, ...named.filter((_, at) => isBeginning[at])]) ended.add(each);
    if (ended.size === before) break;
  }
  return ended.size;
}
