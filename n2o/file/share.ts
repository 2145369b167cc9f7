/**
 * What an owner has of a sink: what lies there, and what has come and was not announced.
 *
 * @module
 */
import { type SerialQueue, serialQueue } from "../../base/mod.ts";
import { FileError } from "./error.ts";
import type { Sink, StoredUpload } from "./sink.ts";

/** What one who sends files without saying how long they are has brought. */
export interface Share {
  /** Says that an upload is part of it, before that is opened: its bytes are counted as they come, not as they are stored. */
  begin(id: string): void;
  /** Counts bytes that have come. Rejects with {@linkcode FileError} `quota` where its owner has too many with them. */
  add(bytes: number): Promise<void>;
  /** Says that it is over: what it stored is counted as it lies there. */
  close(): void;
}

/** What all shares of an owner have brought. */
interface Brought {
  bytes: number;
  shares: number;
  readonly ids: Set<string>;
  /** Changes whenever more may lie in the sink than what these bring. */
  version: number;
}

/** The owners of a sink in this process, whichever way their files come. */
interface Owners {
  readonly queue: SerialQueue<string>;
  readonly brought: Map<string, Brought>;
}

const known = new WeakMap<Sink, Owners>();

/** The owners of a sink. */
export function ownersOf(sink: Sink): Owners {
  const found = known.get(sink) ?? { queue: serialQueue<string>(), brought: new Map() };
  known.set(sink, found);
  return found;
}

/** What an owner has: uploads under way, all that the sink knows, and bytes. */
export async function usedOf(
  sink: Sink,
  owner: string,
): Promise<{ readonly open: number; readonly all: number; readonly bytes: number }> {
  const all = await sink.of(owner), brought = ownersOf(sink).brought.get(owner);
  const bytes = bytesOf(all, brought?.ids) + (brought?.bytes ?? 0);
  return { open: all.filter(({ file }) => file === undefined).length, all: all.length, bytes };
}

/** The bytes of uploads, but for those of these ids. */
function bytesOf(uploads: readonly StoredUpload[], but?: ReadonlySet<string>): number {
  return uploads.filter(({ id }) => !but?.has(id))
    .reduce((sum, { size, offset }) => sum + (size ?? offset), 0);
}

/** Says that an owner has more than the shares under way knew of. */
export function grown(sink: Sink, owner: string): void {
  const brought = ownersOf(sink).brought.get(owner);
  if (brought !== undefined) brought.version++;
}

/** A new share of an owner, who has at most so many bytes. */
export function shareOf(sink: Sink, owner: string, most: number): Share {
  const { brought } = ownersOf(sink);
  const all = brought.get(owner) ?? { bytes: 0, shares: 0, ids: new Set<string>(), version: 0 };
  brought.set(owner, all);
  all.shares++;
  const ids: string[] = [];
  let own = 0, stored = 0, version = -1;
  const release = () => {
    all.bytes -= own;
    own = 0;
  };
  return {
    begin(id) {
      ids.push(id);
      all.ids.add(id);
    },
    async add(bytes) {
      own += bytes;
      all.bytes += bytes;
      while (version !== all.version) {
        version = all.version;
        stored = bytesOf(await sink.of(owner), all.ids);
      }
      if (stored + all.bytes <= most) return;
      // At once: others of the owner that are under way have room again.
      release();
      throw new FileError("quota", `an owner has at most ${most} bytes`);
    },
    close() {
      release();
      for (const id of ids) all.ids.delete(id);
      all.version++;
      if (--all.shares === 0) brought.delete(owner);
    },
  };
}
