/**
 * The chat page: a room's messages, live in every browser that is in it, and kept in the room's feed.
 *
 * @module
 */
import { commitAndSend, kvs, n2o, nitro } from "../../mod.ts";
import { isUpload, type Upload } from "../../n2o/file/mod.ts";
import { type Arrived, type ChatFile, linkTo, share } from "./files.ts";
import { look } from "./look.ts";
const { author, button, event, h1, h2, header, image, jq, label, link, main, message, p } = nitro;
const { page, panel, refresh, tag, takes, textarea, time, upload } = nitro;
const { feedPath } = kvs;

/** A message of a room. */
interface Message {
  /** Unique name of the message. */
  readonly id: string;
  /** Who wrote it. */
  readonly user: string;
  /** What was written; of a file its name. */
  readonly text: string;
  /** The file that it is about. */
  readonly file?: ChatFile;
  /** When, in milliseconds since the epoch. */
  readonly at: number;
}

/** A part of a room's history. */
interface Part {
  /** Its messages, the newest first. */
  readonly messages: readonly Message[];
  /** The cursor of the newest of them. */
  readonly newest: string | undefined;
  /** Where an earlier part begins, if there is one. */
  readonly next: kvs.Place | undefined;
}

/** Where a part begins, as a button keeps it. */
interface Beginning extends kvs.Place {
  readonly id: string;
}

/** What asks for the part of the history that begins somewhere. */
type Asking = (from: Beginning) => nitro.Trigger;

/** How many messages are shown at a time. */
const SHOWN = 100;
/** How many that were missed are still shown one by one. */
const MISSED = 1_000;
/** The longest message, in UTF-16 units. */
const LONGEST = 4_000;
/** Where one chooses a name and a room. */
const LOGIN = "/app/login.htm";
/** Under which name a page keeps the cursor of the newest message that it shows. */
const NEWEST = "newest";

/** The chat page on a store, with a control for files where the application takes them (`chatFiles`). */
export function chat(db: kvs.Kvs, hasFiles = false): n2o.Page {
  const made = page({
    ...look,
    scripts: ["/app/times.js"],
    class: "chat",
    unsent: ["message"],
    title: ({ data }) => `${data.room} · N2O Chat`,
    init: () => roomOf() === "" ? undefined : n2o.reg(["topic", roomOf()]),
    async load() {
      const user = n2o.user(), room = roomOf();
      if (user === "" || room === "") return nitro.redirect(LOGIN);
      const part = await history(db, room);
      nitro.state(NEWEST, part.newest ?? null);
      return { user, room, part };
    },
    on: {
      leave,
      say: takes({ message: "text" }, ({ message }) => say(db, message)),
      async earlier(from: Beginning) {
        await goBack(db, from, made.on.earlier);
      },
    },
    news: () => catchUp(db),
    event: (event) =>
      isUpload(event) && event.status === "done" ? attachHere(db, event) : undefined,
    body: ({ on, data: { user, room, part } }) => [
      header({
        body: [
          link({
            class: "logo",
            href: LOGIN,
            body: image({
              src: "/app/favicon.svg",
              alt: "N2O Chat: choose another room",
              width: 36,
              height: 36,
            }),
          }),
          panel({
            class: "room",
            body: [h1({ class: "unseen", body: "N2O Chat" }), h2({ id: "heading", body: room })],
          }),
          button({ id: "logout", body: `Logout ${user}`, ...on.leave() }),
        ],
      }),
      main({
        body: [messages(part, on.earlier), composer(on.say()), hasFiles && attachments(room)],
      }),
    ],
  });
  return made;
}

const log: nitro.Make = tag("history");

/** A part of the history, the newest message first. */
function messages({ messages, next }: Part, asking: Asking): nitro.Element {
  return log({
    id: "history",
    role: "log",
    aria: { live: "polite", label: "Messages" },
    tabindex: 0,
    body: [messages.map(shown), next !== undefined && more(next, asking)],
  });
}

function composer(say: nitro.Trigger): nitro.Element {
  const sent = { ...say, empty: true };
  return panel({
    class: "composer",
    body: [
      label({ class: "unseen", for: "message", body: "Message" }),
      textarea({
        id: "message",
        rows: 2,
        maxlength: LONGEST,
        autofocus: true,
        autocomplete: "off",
        placeholder: "Write a message",
        actions: [event({ target: "message", type: "keydown", key: "Enter", ...sent })],
      }),
      button({ id: "send", body: "Chat", actions: [event({ target: "send", ...sent })] }),
    ],
  });
}

function attachments(room: string): nitro.Element {
  return upload({ id: "files", body: "Attach files, or drop them here", meta: room });
}

/**
 * Shows what was said since: the feed is read on from the newest message that is shown. So every page shows what is said in the order of
 * the feed, no one twice, and whatever the bus may lose.
 */
async function catchUp(db: kvs.Kvs): Promise<void> {
  if (n2o.user() === "") return;
  const after = nitro.state(NEWEST), from = typeof after === "string" ? { after } : {};
  const read = await Array.fromAsync(
    db.entries<Message>(feedOf(roomOf()), { ...from, limit: MISSED + 1 }),
  );
  if (read.length > MISSED) return await refresh();
  for (const { record, cursor } of read) {
    nitro.insertTop("history", shown(record));
    nitro.state(NEWEST, cursor);
  }
}

/** Shows the part of the history before what is shown. */
async function goBack(db: kvs.Kvs, from: kvs.Place, asking: Asking): Promise<void> {
  const { messages, next } = await history(db, roomOf(), from);
  nitro.insertBefore("earlier", messages.map(shown));
  if (next === undefined) nitro.remove("earlier");
  else nitro.update("earlier", more(next, asking));
}

async function history(db: kvs.Kvs, room: string, after?: kvs.Place): Promise<Part> {
  const from = after === undefined ? {} : { after };
  const read = await Array.fromAsync(
    db.entries<Message>(feedOf(room), { reverse: true, limit: SHOWN + 1, ...from }),
  );
  return {
    messages: read.slice(0, SHOWN).map(({ record }) => record),
    newest: read[0]?.cursor,
    next: read.length > SHOWN ? read[SHOWN - 1]?.place : undefined,
  };
}

function more({ feed, id, at }: kvs.Place, asking: Asking): nitro.Element {
  const trigger = asking({ feed, id: String(id), at });
  return button({ id: "earlier", body: "Earlier messages", ...trigger });
}

async function say(db: kvs.Kvs, text: string): Promise<void> {
  const user = n2o.user(), room = roomOf();
  if (user === "" || room === "") return nitro.redirect(LOGIN);
  if (text.trim() !== "" && text.length <= LONGEST) {
    // The event's own name: a client that sends it again, not knowing whether it arrived, says nothing twice.
    await tell(db, { id: nitro.eventId(), user, text, at: Date.now() });
  }
  nitro.wire(jq({ target: "message", method: "focus" }));
}

/** Says that a file is there which a page of this room has sent: all pages of its owner hear of it, and the first of these says so. */
async function attachHere(db: kvs.Kvs, upload: Upload): Promise<void> {
  if (upload.meta === roomOf()) await attach(db, upload);
}

/** Says that a file is there. */
export async function attach(db: kvs.Kvs, { place, name, size }: Arrived): Promise<void> {
  const user = n2o.user(), room = roomOf();
  if (user === "" || room === "") return;
  const said = { id: `file-${place}`, user, text: name, at: Date.now(), file: { place, size } };
  await tell(db, said, (commit) => share(commit, place, room));
}

/** Says something in the room, in one commit with what belongs to it. */
async function tell(
  db: kvs.Kvs,
  said: Message,
  withIt: (commit: ReturnType<kvs.Kv["atomic"]>) => void = () => {},
): Promise<void> {
  const { bus } = n2o.context().server, commit = db.kv.atomic(), room = roomOf();
  db.appendInto(commit, [said], feedOf(room));
  withIt(commit);
  // Where both are one Redis, whatever was said is told, and only that.
  await commitAndSend(commit, { kv: db.kv, bus, topic: ["topic", room], message: said.id });
}

function leave(): void {
  n2o.user("");
  n2o.session("room", null);
  nitro.redirect(LOGIN);
}

function shown({ id, user, text, at, file }: Message): nitro.Element {
  const when = new Date(at).toISOString();
  return message({
    id: `m-${id}`,
    class: user === n2o.user() ? "mine" : "theirs",
    body: [
      author({ body: user }),
      time({ datetime: when, body: when.slice(11, 16) }),
      p({ body: file === undefined ? text : linkTo(text, file) }),
    ],
  });
}

function roomOf(): string {
  const room = n2o.session("room");
  return typeof room === "string" ? room : "";
}

function feedOf(room: string): string {
  return feedPath("chat", room);
}
