/** Hands messages that are due to who listens. */
import type { RawDelivery } from "../../store/backend.ts";
import type { DueMessage, Messages } from "./messages.ts";

/** How many messages are handled at once; as natively. */
const CONCURRENCY = 100;

/** Who takes messages: a listener of this isolate, or a connection. */
export interface Runner {
  /** Who it is, in the rows of the messages that it handles. */
  readonly id: string;
  /** Whether it takes one now. */
  ready(): boolean;
  /** Hands it a message that is due. */
  deliver(message: DueMessage): void;
}

/** Called when a message was handled, or was not. */
export type Settle = (id: number, runner: string, success: boolean) => void;

/** The listener of the object's own isolate. */
export class LocalRunner implements Runner {
  readonly id: string = `local:${crypto.randomUUID()}`;
  readonly #settle: Settle;
  readonly #waiting: ((delivery: RawDelivery | undefined) => void)[] = [];

  constructor(settle: Settle) {
    this.#settle = settle;
  }

  ready(): boolean {
    return this.#waiting.length > 0;
  }

  deliver({ id, payload }: DueMessage): void {
    this.#waiting.shift()?.({
      payload,
      // deno-lint-ignore require-await -- so that what throws is a rejection
      finish: async (success) => this.#settle(id, this.id, success),
    });
  }

  /** Waits for a message. */
  wait(): Promise<RawDelivery | undefined> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Ends all waiting: nobody who waits gets a message. */
  close(): void {
    for (const resolve of this.#waiting.splice(0)) resolve(undefined);
  }
}

/** Gives the messages that are due to the runners in turn, as many at once as are allowed. */
export function dispatch(messages: Messages, runners: () => Iterable<Runner>, now: number): void {
  let ready = [...runners()].filter((runner) => runner.ready());
  if (ready.length === 0) return;
  for (let room = CONCURRENCY - messages.running(); room > 0; room--) {
    const [runner, ...others] = ready;
    const message = runner && messages.next(now);
    if (!message) return;
    messages.start(message.id, runner.id);
    runner.deliver(message);
    ready = runner.ready() ? [...others, runner] : others;
  }
}
