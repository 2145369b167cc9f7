/**
 * Deliveries: what an instance has to tell another one. Each may come twice and is taken once.
 *
 * @module
 */
import { BpeError } from "../error.ts";
import { latest } from "./definitions.ts";
import { type Host, now } from "./host.ts";
import { find } from "./instances.ts";
import { DELIVERY } from "./open.ts";
import { begin, perform, reopen } from "./perform.ts";
import { calledId, type Delivery, type OpenDelivery } from "./stored.ts";

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
          wanted: ({ state }) => state.elements.some(({ id }) => id === element),
        })
      );
      return;
    }
    case "cancelCalled":
      await unlessGone(() =>
        perform(host, effect.instance, { do: "cancel" }, {
          wanted: ({ state }) => state.status === "active",
        })
      );
  }
}

/** The latest version of a called process is started; where there is none, the call fails as an incident. */
async function call(
  host: Host,
  from: string,
  { key, element, process, variables }: Extract<Delivery, { kind: "call" }>,
): Promise<void> {
  const caller = await find(host, from);
  if (caller === undefined || !caller.stored.open.some(({ effect }) => effect.key === key)) return;
  const version = await latest(host, process);
  if (version === undefined) {
    const message = `there is no process ${process}: deploy it, then resolve this`;
    await perform(host, from, { do: "fail", element, message }, {
      wanted: ({ open }) => open.some(({ effect }) => effect.key === key),
    });
    return;
  }
  await begin(host, {
    instance: calledId(key),
    definition: version.key,
    process,
    variables,
    caller: { instance: from, element },
  });
}

/** Whom to tell is gone, or does not wait any more: there is nobody to tell. */
async function unlessGone(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof BpeError && (error.code === "instance" || error.code === "command")) {
      return;
    }
    throw error;
  }
}
