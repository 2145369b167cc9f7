/**
 * The rule of scope, as a list: what a run of a multi-instance holds is its own, in every dialect, for every kind of activity.
 *
 * @module
 */
import type { Handler } from "../../../bpe/job/handler.ts";
import type { Variables } from "../../../bpe/state/state.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { type Driver, durableDriver, open, volatileDriver } from "../backend/drivers.ts";
import { DIALECTS, files, hasInput, type Kind, KINDS, type Said } from "./models.ts";

/** Names that the runs have for themselves, all taken outside too. */
const OUTSIDE: Variables = {
  items: [1, 2, 3],
  item: "mine",
  x: "mine",
  y: "mine",
  loopCounter: "mine",
  numberOfInstances: "mine",
  nrOfInstances: "mine",
  nrOfCompletedInstances: "mine",
};

/** What each run saw: its element, counter and further input. */
type Seen = unknown[][];

/** Answers a tenfold, and names of the run besides; nothing for the second. */
const answer = (item: unknown) =>
  item === 2 ? {} : { y: Number(item) * 10, item: 0, loopCounter: 0 };

function worker(seen: Seen): Handler {
  return ({ variables: { item, loopCounter, x } }) => {
    seen.push([item, loopCounter, x]);
    return answer(item);
  };
}

/** Runs it to its end on both hosts; persons and messages give the same answers as handlers. */
async function onBoth(
  said: Said,
  check: (result: Variables, seen: Seen) => void,
): Promise<void> {
  const given = files(said);
  const inMemory: Seen = [], inStore: Seen = [];
  check(
    await play(volatileDriver({ files: given, handlers: { w: worker(inMemory) } }), said),
    inMemory,
  );
  using kv = memoryKv();
  const opened = await open(kv, { files: given, handlers: { w: worker(inStore) } });
  check(await play(durableDriver(opened), said), inStore);
  await opened.runtime.close();
  equal(opened.errors, []);
}

async function play(on: Driver, { kind, sequential }: Said): Promise<Variables> {
  await on.start("p", "i", OUTSIDE);
  // The newest run is the first to be completed, where all are there at once.
  const order = kind === "user" && !sequential ? [3, 2, 1] : [1, 2, 3];
  for (const item of kind === "user" || kind === "receive" ? order : []) {
    if (kind === "user") await on.complete("i", "a", answer(item));
    else await on.publish("M", answer(item));
  }
  const { result, status, incidents } = await on.state("i");
  equal([status, incidents], ["completed", []]);
  return result ?? {};
}

const hasSeen = ({ kind }: Said) => !["script", "user", "receive"].includes(kind);

for (const dialect of DIALECTS) {
  for (const kind of KINDS) {
    const of = `${dialect}, ${kind}`;
    for (const sequential of [true, false]) {
      const how = sequential ? "in sequence" : "at once";
      Deno.test(`${of}, ${how}: only the output leaves a run, and a run without one gives null`, async () => {
        for (const input of [false, true]) {
          const said: Said = { dialect, kind, sequential, output: true, input };
          await onBoth(said, (result, seen) => {
            const { last, outs, ...rest } = result;
            equal(rest, OUTSIDE);
            if (dialect === "seven") equal(last, kind === "user" && !sequential ? 10 : 30);
            else equal(outs, [10, null, 30]);
            if (!hasSeen(said)) return;
            equal(seen, [1, 2, 3].map((item) => [item, item, hasInput(said) ? item : "mine"]));
          });
        }
      });
    }
  }
}

/** What is set inside goes outward where nothing is said of outputs, but for what the run was given. */
Deno.test("a run that says nothing of outputs gives what it set, and nothing that it was given", async () => {
  const kinds: readonly Kind[] = KINDS;
  for (const dialect of DIALECTS) {
    for (const kind of kinds) {
      for (const sequential of [true, false]) {
        const said: Said = { dialect, kind, sequential, output: false, input: true };
        await onBoth(said, (result) => {
          equal(
            result,
            { ...OUTSIDE, y: kind === "user" && !sequential ? 10 : 30 },
            `${dialect} ${kind}`,
          );
        });
      }
    }
  }
});
