/**
 * The tally: how many running instances stand where. It is counted once, and then kept by what is committed.
 *
 * @module
 */
import type * as bpe from "../../bpe/mod.ts";

/** The running instances of a process. */
export interface Count {
  /** How many. */
  readonly running: number;
  /** How many of them have an incident. */
  readonly stuck: number;
  /** How many tokens stand at a node, by its id. */
  readonly at: ReadonlyMap<string, number>;
  /** How many incidents there are at a node, by its id. */
  readonly stuckAt: ReadonlyMap<string, number>;
}

/** Counts of all processes. */
export interface Tally {
  /** The count of a process. */
  of(process: string): Count;
  /** Counts what runs in the store. */
  scan(): Promise<void>;
  /** Takes in what was committed. */
  observe(change: bpe.Committed): void;
}

/** What one instance counts for. */
interface Share {
  readonly version: number;
  readonly process: string;
  readonly at: readonly string[];
  readonly stuckAt: readonly string[];
}

/** A count that grows. */
interface Counting {
  running: number;
  stuck: number;
  readonly at: Map<string, number>;
  readonly stuckAt: Map<string, number>;
}

/** A tally of the instances of a runtime. */
export function tally(runtime: bpe.Runtime): Tally {
  const shares = new Map<string, Share>();
  const counts = new Map<string, Counting>();

  function add({ process, at, stuckAt }: Share, by: 1 | -1): void {
    const count = counts.get(process) ?? none();
    counts.set(process, count);
    count.running += by;
    if (stuckAt.length > 0) count.stuck += by;
    for (const node of at) addAt(count.at, node, by);
    for (const node of stuckAt) addAt(count.stuckAt, node, by);
  }

  /** What is known already may be newer than what was read: the greater version counts. */
  function take(id: string, state: bpe.State, definition: bpe.Definition): void {
    const known = shares.get(id);
    if (known !== undefined && known.version > state.version) return;
    if (known !== undefined) add(known, -1);
    shares.delete(id);
    if (state.status !== "active") return;
    const share: Share = {
      version: state.version,
      process: definition.processes[state.process]?.id ?? "",
      at: state.elements.flatMap(({ node }) => definition.nodes[node]?.id ?? []),
      stuckAt: state.incidents.map(({ node }) => definition.nodes[node]?.id ?? ""),
    };
    shares.set(id, share);
    add(share, 1);
  }

  return {
    of: (process) => counts.get(process) ?? none(),
    async scan() {
      for await (const { id } of runtime.instances({ status: "active" })) {
        const { state } = await runtime.instance(id);
        take(id, state, await runtime.definition(state.definition));
      }
    },
    observe: ({ after, definition }) => take(after.id, after.state, definition),
  };
}

function none(): Counting {
  return { running: 0, stuck: 0, at: new Map(), stuckAt: new Map() };
}

/** Adds to the number of a node; one that has none left is not named. */
function addAt(counts: Map<string, number>, node: string, by: number): void {
  const number = (counts.get(node) ?? 0) + by;
  if (number > 0) counts.set(node, number);
  else counts.delete(node);
}
