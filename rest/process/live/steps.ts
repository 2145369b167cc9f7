/**
 * Following an instance as it goes on: its steps as server-sent events.
 *
 * @module
 */
import type { Clock } from "../../../base/mod.ts";
import { RestError } from "../../error.ts";
import type { Answer, Incoming } from "../../operation.ts";
import type { ServerEvent } from "../../stream/event.ts";
import { events, LAST_EVENT_ID, lastEventId } from "../../stream/sse.ts";
import { isStillAllowed } from "./allowed.ts";
import { Bell } from "./bell.ts";
import type { Gate } from "../gate.ts";
import type { HistoryRow, InstanceDetail } from "../row.ts";
import { told } from "../told.ts";

/**
 * The steps of an instance as they come, each with its number as its id; first the instance as it stands, where a client has seen nothing yet.
 * What was missed comes from the history. Behind its end there is nothing more: 204, which an EventSource takes for the end.
 */
export function followed(gate: Gate, detail: InstanceDetail, incoming: Incoming): Answer {
  const { id } = detail, step = stepOf(incoming);
  // A step that is still to come is of an instance that was erased, whose id this one has been given.
  const seen = step !== undefined && step > detail.version ? undefined : step;
  if (seen !== undefined && seen >= detail.version && detail.status !== "active") {
    return { status: 204 };
  }
  return events(incoming, {
    source: ({ signal }) => stepsOf(gate, id, { seen, signal, clock: incoming.streaming.clock }),
    may: (person) =>
      isStillAllowed(async () => {
        const asking = { ...incoming, person };
        await gate.granted("instances", asking);
        await gate.read(id, asking);
      }),
  });
}

/** The step that a client has seen last. */
function stepOf(incoming: Incoming): number | undefined {
  const text = lastEventId(incoming);
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const detail = "send the id of an event of this instance";
  throw new RestError("bad_header", `Last-Event-ID is no step: ${detail}`, {
    errors: [{ header: LAST_EVENT_ID.name, code: "cursor", detail }],
  });
}

interface From {
  readonly seen: number | undefined;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

async function* stepsOf(
  { engine }: Gate,
  id: string,
  { seen, signal, clock }: From,
): AsyncGenerator<ServerEvent, void, void> {
  const bell = new Bell(clock, signal),
    stop = engine.observe((instance) => instance === id && bell.ring());
  try {
    for (let last = seen; !signal.aborted;) {
      const detail = await engine.instance(id);
      if (last !== undefined) {
        for await (const lines of byStep(engine.history(id, { after: last, reverse: false }))) {
          yield stepEvent(lines);
          last = lines.at(-1)?.step ?? last;
        }
      }
      // At first, and where a change has left no line, as a migration: the instance itself.
      if (last === undefined || detail.version > last) {
        yield instanceEvent(detail);
        last = detail.version;
      }
      if (detail.status !== "active" && last >= detail.version) return;
      await bell.wait();
    }
  } finally {
    stop();
  }
}

/** The lines of a history, those of a step together. */
async function* byStep(rows: AsyncIterable<HistoryRow>): AsyncGenerator<readonly HistoryRow[]> {
  let lines: HistoryRow[] = [];
  for await (const row of rows) {
    if (lines[0] !== undefined && lines[0].step !== row.step) {
      yield lines;
      lines = [];
    }
    lines.push(row);
  }
  if (lines.length > 0) yield lines;
}

function stepEvent(lines: readonly HistoryRow[]): ServerEvent {
  const history = lines.map(told);
  return { event: "step", id: String(lines[0]?.step), data: JSON.stringify({ history }) };
}

function instanceEvent({ jobs: _, ...detail }: InstanceDetail): ServerEvent {
  return { event: "instance", id: String(detail.version), data: JSON.stringify(told(detail)) };
}
