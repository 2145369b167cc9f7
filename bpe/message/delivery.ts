/**
 * Deliveries: what an instance has to tell another one. Each may come twice and is taken once.
 *
 * @module
 */
import { retry } from "../../kvs/rows/commit.ts";
import { BpeError } from "../error.ts";
import { takeWaiting } from "./correlate.ts";
import { latest } from "../store/definitions.ts";
import { check } from "../store/draft.ts";
import { unlessGone } from "../store/gone.ts";
import { type Host, type Loaded, now } from "../store/host.ts";
import { find } from "../store/instances.ts";
import { instanceRow } from "../store/keys.ts";
import { DELIVERY } from "../runtime/outbox.ts";
import { begin } from "../runtime/start.ts";
import { flush, reopen } from "../store/reopen.ts";
import { perform } from "../runtime/perform.ts";
import type { Delivery, OpenCall, OpenDelivery } from "../store/row/instance.ts";

/** Tells, and forgets what has been told; where that fails for now, it is tried again later. */
export async function deliver(host: Host, from: string, open: OpenDelivery): Promise<void> {
  try {
    await tell(host, from, open.effect);
  } catch (error) {
    await later(host, from, open);
    throw error;
  }
  await host.lanes.enter(from, () =>
    reopen(host, from, (stored) => {
      const rest = stored.open.filter(({ effect }) => effect.key !== open.effect.key);
      return rest.length === stored.open.length ? undefined : rest;
    }));
}

async function later(host: Host, from: string, { effect: { key }, tries }: OpenDelivery) {
  const due = now(host) + Math.min(300_000, DELIVERY * 2 ** tries);
  await host.lanes.enter(
    from,
    () =>
      reopen(
        host,
        from,
        ({ open }) =>
          open.some(({ effect }) => effect.key === key)
            ? open.map((each) =>
              each.effect.key === key ? { ...each, tries: tries + 1, due } : each
            )
            : undefined,
      ),
  );
}

async function tell(host: Host, from: string, effect: Delivery): Promise<void> {
  switch (effect.kind) {
    case "call":
      return await call(host, from, effect);
    case "return":
    case "escalation": {
      const { instance, element } = effect.caller;
      await unlessGone(() =>
        perform(host, instance, effect.command, {
          key: effect.key,
          giveUp: true,
          wanted: ({ state }) => state.elements.some(({ id }) => id === element),
        })
      );
      return;
    }
    case "cancelCalled":
      return void await unlessGone(() =>
        perform(host, effect.instance, { do: "cancel" }, {
          wanted: ({ state }) => state.status === "active",
        })
      );
    case "rows":
      return void await host.lanes.enter(from, () => flush(host, from));
    case "look":
      // Its wait is found by rows that may not be written yet.
      await host.lanes.enter(from, () => flush(host, from));
      return await takeWaiting(host, from, effect.wait);
  }
}

/**
 * The latest version of a called process is started, unless the caller has gone on; where it cannot be started, the call fails
 * as an incident.
 */
async function call(host: Host, from: string, effect: OpenCall): Promise<void> {
  const { key, element, process, variables, instance } = effect;
  const failed = (message: string) =>
    perform(host, from, { do: "fail", element, message }, {
      wanted: ({ open }) => open.some(({ effect }) => effect.key === key),
    });
  const version = await latest(host, process);
  if (version === undefined) {
    return void await failed(`there is no process ${process}: deploy it, then resolve this`);
  }
  await retry(`instance ${from}`, async () => {
    const caller = await fresh(host, from);
    if (!caller?.stored.open.some(({ effect }) => effect.key === key)) return true;
    try {
      const { applied, repeated } = await begin(host, {
        instance,
        definition: version.key,
        process,
        variables,
        caller: { instance: from, element },
      }, {
        // A caller that goes on meanwhile calls nothing any more.
        with: (change) =>
          check(change, `instance ${from}`, instanceRow.key(from), caller.versionstamp),
        over: async () => (await fresh(host, from))?.versionstamp !== caller.versionstamp,
      });
      if (applied) return true;
      const there = repeated ? await fresh(host, instance) : undefined;
      if (there === undefined) return undefined;
      const { caller: owner } = there.stored.state;
      if (owner?.instance === from && owner.element === element) return true;
      await failed(`finds the id ${instance} taken: resolve this to start another`);
      return true;
    } catch (error) {
      if (!(error instanceof BpeError) || error.code === "closed") throw error;
      await failed(`cannot start ${version.key}: ${error.message}`);
      return true;
    }
  });
}

/** An instance as the store has it now. */
async function fresh(host: Host, id: string): Promise<Loaded | undefined> {
  host.cache.delete(id);
  return await find(host, id);
}
