/**
 * Uploads that come over the connection, chunk by chunk, into a sink.
 *
 * @module
 */
import { atom } from "../term/atom.ts";
import { tuple } from "../term/term.ts";
import { FileError } from "./error.ts";
import { fileReceiver, type Incoming, sameAs } from "./incoming.ts";
import type { UploadLimits } from "./limits.ts";
import type { Acknowledgement, Request } from "./record.ts";
import type { Sink, StoredFile, StoredUpload, UploadKey } from "./sink.ts";
import { type Client, nameOf, news, type Outcome, type Taker } from "./taker.ts";
import { marksOf } from "./tell/marks.ts";
import type { UploadNews } from "./upload.ts";

/** An upload that somebody writes in this process. */
interface Held {
  readonly incoming: Incoming;
  /** The connection that sends it. */
  readonly holder: object;
  /** When it last sent any, in milliseconds since the epoch. */
  readonly touched: number;
  /** Those that did before. */
  readonly former: WeakSet<object>;
}

/** Milliseconds after which an upload that waits for its client makes room for others where there are too many. */
const IDLE = 60_000;

/** Stores chunks in `sink`. */
export function storing(sink: Sink, limits: UploadLimits, now: () => number): Taker {
  const files = fileReceiver(sink, limits), held = new Map<string, Held>();
  const marks = marksOf(sink, limits.total);

  const roomFor = ({ room }: Client) => Math.min(room, sink.chunk ?? room);

  async function init(key: UploadKey, request: Request, client: Client): Promise<Outcome> {
    const name = nameOf(key), before = held.get(name);
    if (before === undefined && held.size >= limits.total) await makeRoom();
    const received = await files.receive(key, request);
    if ("file" in received) {
      held.delete(name);
      return whole("init", received.upload, received.file);
    }
    const { incoming, isNew } = received, former = before?.former ?? new WeakSet();
    if (before !== undefined) {
      if (before.holder !== client.identity) former.add(before.holder);
      await before.incoming.close();
    }
    former.delete(client.identity);
    touch(name, { incoming, holder: client.identity, former, touched: 0 });
    const begun = isNew ? [news(key, incoming.announced, { status: "begun" })] : [];
    // One whose last chunk was stored before this process was there is finished now.
    if (incoming.isComplete) return await finish(key, incoming, "init", begun);
    const headers = client.isWindowed ? [tuple(atom("window"), limits.window)] : [];
    const { offset } = incoming, block = roomFor(client);
    return answered({ status: "init", offset, block, headers }, begun);
  }

  /** Lets go of the upload that has waited longest for its client; that one asks again, and goes on. */
  async function makeRoom(): Promise<void> {
    const [first] = held;
    if (first === undefined || first[1].touched > now() - IDLE) {
      throw new FileError("count", `${limits.total} uploads are under way here`);
    }
    held.delete(first[0]);
    await first[1].incoming.close();
  }

  /** Notes that an upload goes on: the first in the map is the one that has waited longest. */
  function touch(name: string, found: Held): void {
    held.delete(name);
    held.set(name, { ...found, touched: now() });
  }

  async function send(key: UploadKey, request: Request, client: Client): Promise<Outcome> {
    const found = held.get(nameOf(key)) ?? await unheld(key, request, client);
    if ("ack" in found) return found;
    const { incoming } = found, { offset, data } = request;
    if (found.holder !== client.identity) {
      const isFormer = found.former.has(client.identity);
      const why = new FileError(
        isFormer ? "taken" : "unknown",
        "another connection goes on with it",
      );
      return { ack: why, news: [] };
    }
    sameAs(incoming.announced, request);
    const stored = incoming.offset, most = roomFor(client);
    if (data.length === 0 || data.length > most || data.length > request.block) {
      throw new FileError("block", `a chunk has 1 to ${most} bytes, and no more than it says`);
    }
    if (offset < 0 || offset > stored) {
      throw new FileError("offset", `${stored} bytes are stored, these are for ${offset}`);
    }
    if (offset + data.length > request.size) {
      throw new FileError("block", `more bytes than the ${request.size} of the file`);
    }
    // What is stored already came before an answer was lost.
    if (offset + data.length > stored) await incoming.write(data.subarray(stored - offset));
    const fresh = { stored: incoming.offset - stored };
    if (incoming.isComplete) return { ...await finish(key, incoming, "send"), ...fresh };
    const left = request.size - incoming.offset, block = Math.min(most, left);
    touch(nameOf(key), found);
    return { ...answered({ status: "send", offset: incoming.offset, block }), ...fresh };
  }

  /**
   * What a chunk finds of which nobody writes the upload here: a file that is whole, as the answer to its last chunk was lost; or where the
   * host forgets between messages, the upload that it let in before, which goes on where it is stored.
   */
  async function unheld(key: UploadKey, request: Request, client: Client): Promise<Held | Outcome> {
    const found = await sink.find(key);
    if (found?.file !== undefined) {
      sameAs(found, request);
      if (request.offset < 0 || request.offset + request.data.length > found.file.size) {
        throw new FileError("offset", `the file is whole with its ${found.file.size} bytes`);
      }
      return whole("send", found, found.file);
    }
    if (found === undefined || !client.isForgotten || held.size >= limits.total) {
      throw new FileError("unknown", "nothing is known of the upload");
    }
    const received = await files.receive(key, request);
    if ("file" in received) return whole("send", received.upload, received.file);
    const holder = client.identity, former = new WeakSet<object>();
    const woken = { incoming: received.incoming, holder, former, touched: now() };
    touch(nameOf(key), woken);
    return woken;
  }

  /** The answer for a file that is whole already; of which a page hears where none did yet. */
  function whole(status: "init" | "send", upload: StoredUpload, file: StoredFile): Outcome {
    const { type, place } = file, done = news(upload, upload, { status: "done", type, place });
    return answered(wholeAck(status, file), marks.isTold(upload) ? [] : [done]);
  }

  async function finish(
    key: UploadKey,
    incoming: Incoming,
    status: "init" | "send",
    begun: readonly UploadNews[] = [],
  ): Promise<Outcome> {
    const file = await incoming.finish(), { type, place } = file;
    held.delete(nameOf(key));
    marks.whole(key);
    await incoming.close();
    const done = news(key, incoming.announced, { status: "done", type, place });
    return answered(wholeAck(status, file), [...begun, done]);
  }

  async function abort(key: UploadKey): Promise<UploadNews | undefined> {
    const writing = held.get(nameOf(key))?.incoming,
      found = writing?.announced ?? await sink.find(key);
    held.delete(nameOf(key));
    if (found === undefined || "file" in found && found.file !== undefined) return undefined;
    const removed = writing ?? await sink.open(key, found);
    await removed.abort();
    await removed.close();
    return news(key, found, { status: "aborted", type: writing?.type ?? "" });
  }

  /** What a refusal leads to. */
  async function refused(
    key: UploadKey,
    error: unknown,
    before: Held | undefined,
  ): Promise<Outcome> {
    if (!(error instanceof Error)) throw error;
    if (!FileError.is(error, "taken", "kind")) return { ack: error, news: [] };
    held.delete(nameOf(key));
    if (error.code === "taken" || before === undefined) return { ack: error, news: [] };
    await before.incoming.close();
    return { ack: error, news: [news(key, before.incoming.announced, { status: "aborted" })] };
  }

  return {
    async take(key, request, client) {
      const before = held.get(nameOf(key));
      try {
        if (request.status === "init") return await init(key, request, client);
        if (request.status === "send") return await send(key, request, client);
      } catch (error) {
        return await refused(key, error, before);
      }
      if (request.status !== "abort") throw new FileError("frame", "nothing is sent elsewhere");
      const told = await abort(key), file = told ? undefined : (await sink.find(key))?.file;
      const ack: Acknowledgement = { status: "abort", offset: file?.size ?? 0, block: 0 };
      return answered(ack, told ? [told] : []);
    },
    stored: (key) => held.get(nameOf(key))?.incoming.offset ?? 0,
    has: (key) => held.has(nameOf(key)),
    told: (key) => marks.told(key),
    abort,
    async sweep(before) {
      const gone = await sink.sweep(before);
      // Another process may have ended them.
      for (const [name, { touched }] of held) if (touched < before) held.delete(name);
      return gone.map((each) => {
        held.delete(nameOf(each));
        return news(each, each, { status: "aborted" });
      });
    },
  };
}

function answered(ack: Acknowledgement, told: readonly UploadNews[] = []): Outcome {
  return { ack, news: told };
}

function wholeAck(status: "init" | "send", { size }: StoredFile): Acknowledgement {
  return { status, offset: size, block: 0 };
}
