/**
 * How many connections the descriptors of a process allow: those beyond would leave none for files and stores.
 *
 * @module
 */

/** What is left for files, stores, and connections to other servers. */
const RESERVE = 64;

/**
 * The most connections: as many as asked for, but not more than descriptors are left for.
 *
 * @param limits the text of `/proc/self/limits`, where the system has it and the program may read it
 */
export function mostConnections(asked: number, limits: string | undefined): number {
  const [, soft] = /^Max open files\s+(\d+)/m.exec(limits ?? "") ?? [];
  if (soft === undefined) return asked;
  const most = Number(soft);
  return Math.max(1, Math.min(asked, most - Math.min(RESERVE, most >> 1)));
}
