/**
 * Following a page of a list, such as a work list: first as it stands, then what enters, changes and leaves it.
 *
 * The engine keeps no feed of all that changes: what it commits for one instance is checked against that instance alone, and a feed of
 * all would make one place of them that each commit has to write to. So a page is read again where this process has changed something, and
 * once a second for what others have, and is compared to what was told; the id of an event stands for the page that it leaves behind, so
 * that who comes again is told nothing where that still stands, else the whole page.
 *
 * @module
 */
import { sha256Sync, toHex } from "../../../base/mod.ts";
import type { Answer, Incoming } from "../../operation.ts";
import type { ServerEvent } from "../../stream/event.ts";
import { events, lastEventId } from "../../stream/sse.ts";
import type { Json } from "../../value/json.ts";
import { isStillAllowed } from "./allowed.ts";
import { Bell } from "./bell.ts";
import type { Gate } from "../gate.ts";
import type { ProcessAction } from "../may.ts";

/** A page is not read more often than once in so many milliseconds, however much is changed. */
const APART_MS = 100;

/** A row of a page, as it is told. */
export type ToldRow = Readonly<Record<string, Json>>;

/** A page that can be followed. */
export interface FollowedPage {
  /** What the list is called in the answer. */
  readonly name: string;
  /** The fields of a row that tell it from the others. */
  readonly place: readonly string[];
  /** What it must be granted. */
  readonly action: ProcessAction;
  /** Reads it for who asks. */
  read(incoming: Incoming): Promise<readonly ToldRow[]>;
}

/**
 * The page, then its changes: an event `page` has all rows, one `change` those that have come or are another (`put`), and where those were
 * that are not in it any longer (`gone`). A reader who is slow is told of fewer, larger changes: no more than two pages are held.
 */
export function followedPage(gate: Gate, incoming: Incoming, page: FollowedPage): Answer {
  // `after` says where the page begins, not what was seen of it.
  const seen = lastEventId({ ...incoming, query: {} });
  return events(incoming, {
    may: (person) => isStillAllowed(() => gate.granted(page.action, { ...incoming, person })),
    async *source({ signal, person }) {
      const { clock } = incoming.streaming, bell = new Bell(clock, signal);
      const stop = gate.engine.observe(() => bell.ring());
      try {
        let told = await standing(page, { ...incoming, person: person() });
        if (told.id !== seen) yield pageEvent(page, told);
        while (!signal.aborted) {
          await bell.settle(APART_MS);
          await bell.wait();
          if (signal.aborted) return;
          const now = await standing(page, { ...incoming, person: person() });
          if (now.id !== told.id) yield changeEvent(page, told, now);
          told = now;
        }
      } finally {
        stop();
      }
    },
  });
}

/** A page as it was read. */
interface Standing {
  /** Its rows, by what tells them from others. */
  readonly rows: ReadonlyMap<string, { readonly row: ToldRow; readonly text: string }>;
  /** A digest of them. */
  readonly id: string;
}

async function standing(page: FollowedPage, incoming: Incoming): Promise<Standing> {
  const rows = (await page.read(incoming)).map((row) => {
    const key = JSON.stringify(page.place.map((name) => row[name]));
    return [key, { row, text: JSON.stringify(row) }] as const;
  });
  const digest = sha256Sync(rows.map(([, { text }]) => text).join("\n"));
  return { rows: new Map(rows), id: toHex(digest).slice(0, 32) };
}

function pageEvent({ name }: FollowedPage, { rows, id }: Standing): ServerEvent {
  const data = { [name]: [...rows.values()].map(({ row }) => row) };
  return { event: "page", id, data: JSON.stringify(data) };
}

/** All of a change is one event: whoever has its id has the whole page. */
function changeEvent({ place }: FollowedPage, before: Standing, now: Standing): ServerEvent {
  const put = [...now.rows].filter(([key, { text }]) => before.rows.get(key)?.text !== text);
  const gone = [...before.rows].filter(([key]) => !now.rows.has(key));
  const data = {
    put: put.map(([, { row }]) => row),
    gone: gone.map(([, { row }]) => Object.fromEntries(place.map((name) => [name, row[name]]))),
  };
  return { event: "change", id: now.id, data: JSON.stringify(data) };
}
