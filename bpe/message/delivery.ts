/**
 * Deliveries: what an instance has for another one. Each may come twice and is taken once.
 *
 * @module
 */
import { failedStart, isAwaited, unknownProcess } from "../engine/effects.ts";
import { BpeError } from "../error.ts";
import type { Fail } from "../state/command.ts";
import { latest } from "../store/definitions.ts";
import { type Host, now } from "../store/host.ts";
import { findAnew } from "../store/instances.ts";
import { instanceRow } from "../store/keys.ts";
import { flush, reopen } from "../store/reopen.ts";
import { retry } from "../store/retry.ts";
import {
  DELIVERY,
  type Delivery,
  isJob,
  type OpenCall,
  type OpenDelivery,
} from "../store/row/open.ts";
import type { Version } from "../store/row/version.ts";
import { takeWaiting } from "./correlate.ts";
import { unlessGone } from "./publication.ts";

/** The longest wait before a delivery is tried again, in milliseconds. */
const LONGEST = 300_000;

/** Delivers, and forgets what is delivered; where that fails for now, it is tried again later. */
export async function deliver(host: Host, from: string, open: OpenDelivery): Promise<void> {
  try {
    await carry(host, from, open.effect);
  } catch (error) {
    await later(host, from, open);
    throw error;
  }
  await host.turns.run(from, () =>
    reopen(host, from, (stored) => {
      const found = stored.open.find(open.effect);
      return found === undefined ? undefined : stored.open.with([], [found]);
    }));
}

async function later(
  host: Host,
  from: string,
  { effect, tries }: OpenDelivery,
): Promise<void> {
  const due = now(host) + Math.min(LONGEST, DELIVERY * 2 ** tries);
  await host.turns.run(from, () =>
    reopen(host, from, ({ open }) => {
      const found = open.find(effect);
      return found === undefined || isJob(found)
        ? undefined
        : open.with([{ ...found, tries: tries + 1, due }]);
    }));
}

async function carry(host: Host, from: string, effect: Delivery): Promise<void> {
  switch (effect.kind) {
    case "call":
      return await call(host, from, effect);
    case "return":
    case "escalation":
      return void await unlessGone(() =>
        host.perform(effect.caller.instance, effect.command, {
          key: effect.key,
          giveUp: true,
          wanted: ({ state }) => isAwaited(effect, state),
        })
      );
    case "cancelCalled":
      return void await unlessGone(() =>
        host.perform(effect.instance, { do: "cancel" }, {
          wanted: ({ state }) => state.status === "active",
        })
      );
    case "rows":
      return void await host.turns.run(from, () => flush(host, from));
    case "look":
      // Its wait is found by rows that may not be written yet.
      await host.turns.run(from, () => flush(host, from));
      return await takeWaiting(host, from, effect.wait);
  }
}

/**
 * The latest version of a called process is started, unless the caller has gone on; where it cannot be started, the call fails
 * as an incident.
 */
async function call(host: Host, from: string, effect: OpenCall): Promise<void> {
  const version = await latest(host, effect.process);
  if (version === undefined) return await fail(host, from, effect, unknownProcess(effect));
  await retry(`instance ${from}`, async () => {
    try {
      return await start(host, from, effect, version);
    } catch (error) {
      if (!(error instanceof BpeError) || error.code === "closed") throw error;
      await fail(host, from, effect, failedStart(effect, version.key, error.message));
      return true;
    }
  });
}

/** Starts what is called; undefined, to try again, where the caller has been changed meanwhile. */
async function start(
  host: Host,
  from: string,
  effect: OpenCall,
  version: Version,
): Promise<true | undefined> {
  const { element, process, variables, instance, catches } = effect;
  const caller = await findAnew(host, from);
  if (caller?.stored.open.find(effect) === undefined) return true;
  const { applied, repeated } = await host.start({
    instance,
    definition: version.key,
    process,
    variables,
    caller: { instance: from, element, ...(catches === undefined ? {} : { catches }) },
  }, {
    // A caller that goes on meanwhile calls nothing any more.
    together: (change) =>
      change.check({ key: instanceRow.key(from), versionstamp: caller.versionstamp }),
    isOver: async () => (await findAnew(host, from))?.versionstamp !== caller.versionstamp,
  });
  if (applied) return true;
  const taken = repeated ? await findAnew(host, instance) : undefined;
  if (taken === undefined) return undefined;
  const owner = taken.stored.state.caller;
  if (owner?.instance === from && owner.element === element) return true;
  const message = `finds the id ${instance} taken: resolve this to start another`;
  await fail(host, from, effect, { do: "fail", element, message });
  return true;
}

async function fail(host: Host, from: string, effect: OpenCall, command: Fail): Promise<void> {
  await host.perform(from, command, {
    wanted: ({ open }) => open.find(effect) !== undefined,
  });
}
