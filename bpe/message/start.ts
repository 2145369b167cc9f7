/**
 * Processes that a message or a signal starts.
 *
 * @module
 */
import { latest } from "../store/definitions.ts";
import type { Host } from "../store/host.ts";
import { startedId } from "../store/id.ts";
import { startRow } from "../store/keys.ts";
import type { StoredMessage, StoredSignal } from "../store/row/message.ts";
import type { CommandResult, StepOptions } from "../store/step.ts";

/** What has become of a start. */
export interface StartResult extends Pick<CommandResult, "applied" | "repeated"> {
  /** The instance, whose id is made of what started it: the same whenever it is started. */
  readonly instance: string;
}

/**
 * What starts the latest version of every process that a message or signal starts, one after the other, by name: each is to be called,
 * so that one that cannot start keeps no other from it.
 */
export async function* startsBy(
  host: Host,
  kind: "message" | "signal",
  { id, name, payload, keys }: StoredSignal & Partial<Pick<StoredMessage, "keys">>,
  options?: StepOptions,
): AsyncGenerator<() => Promise<StartResult>, void, void> {
  for await (const { key } of host.kv.list({ prefix: startRow.prefix(kind, name) })) {
    const [, , process] = startRow.parse(key);
    const version = await latest(host, process);
    const trigger = version?.triggers.find((each) => each.kind === kind && each.name === name);
    if (version === undefined || trigger === undefined) continue;
    const instance = await startedId(process, id);
    const request = {
      instance,
      definition: version.key,
      process,
      trigger: {
        node: trigger.node,
        name,
        ...(keys === undefined ? {} : { keys }),
        ...(payload === undefined ? {} : { payload }),
      },
    };
    yield async () => {
      const { applied, repeated } = await host.start(request, options);
      return { instance, applied, repeated };
    };
  }
}
