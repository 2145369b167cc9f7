/**
 * The changes of a resource as server-sent events.
 *
 * @module
 */
import type { KvsRecord } from "../../../kvs/mod.ts";
import { RestError } from "../../error.ts";
import type { Answer, Incoming } from "../../operation.ts";
import type { Person } from "../../who.ts";
import { events, LAST_EVENT_ID, lastEventId } from "../../stream/sse.ts";
import { toJson } from "../../value/json.ts";
import type { Reaching } from "../access.ts";
import { type Change, cursorError } from "../../stream/changes.ts";
import { isGranted } from "../may.ts";
import { hidden, view } from "../view.ts";

/** Of so many changes that a person has nothing to do with the last one's id is told, so that they are not all read again. */
const UNSEEN = 100;

/**
 * A stream of changes behind the id that was seen last, else from now on: `{ "op": "put", "record": … }`, `{ "op": "delete", "id": … }`. Its first event has
 * no data: it tells the id to go on behind where nothing comes before the stream is cut.
 *
 * What a person has nothing to do with is not told; where rows are not everybody's no deletion is, for nothing is known of what has gone.
 *
 * @throws {RestError} `bad_parameter`, `bad_header` for a cursor that is none of this list, `gone` where what came behind it is not kept any longer
 */
export async function following<T extends KvsRecord>(
  { resource, access, incoming, source }: Reaching<T>,
): Promise<Answer> {
  const { changes } = source;
  if (changes === undefined) {
    throw new RestError("config", `resource "${resource.name}" has nothing that tells changes`);
  }
  onlyAfter(incoming);
  const given = lastEventId(incoming), from = given ?? await changes.now();
  if (given !== undefined) {
    try {
      await changes.check(given);
    } catch (error) {
      const { name } = LAST_EVENT_ID;
      throw cursorError(error, incoming.request.headers.has(name) ? name : undefined);
    }
  }
  const told = async (change: Change<T>, person: Person | undefined) => {
    const { record, id } = change, { row } = resource.may;
    if (record === undefined) {
      return row === undefined ? { op: "delete", id: toJson(id) } : undefined;
    }
    if (!await access.isSeen(record, "list", { person })) return undefined;
    return { op: "put", record: view(resource, record, await hidden(resource, person)) };
  };
  return events(incoming, {
    may: (person) => isGranted(resource.may.list, person),
    async *source({ signal, person }) {
      yield { id: from };
      let unseen = 0;
      for await (const change of changes.follow(from, signal)) {
        const data = await told(change, person());
        if (data !== undefined) yield { id: change.cursor, data: JSON.stringify(data) };
        else if (++unseen % UNSEEN === 0) yield { id: change.cursor };
      }
    },
  });
}

/** A stream has no pages, and one order. */
function onlyAfter({ query }: Incoming): void {
  const others = Object.keys(query).filter((name) => name !== "after");
  if (others.length === 0) return;
  const detail = "a stream of events takes after only";
  throw new RestError("bad_parameter", detail, {
    errors: others.map((parameter) => ({ parameter, code: "stream", detail })),
  });
}
