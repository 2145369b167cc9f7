/**
 * The chat page: a room's messages, live in every browser that is in it, and kept in the room's feed.
 *
 * @module
 */
import { kvs, n2o, nitro } from "../../mod.ts";
const { author, button, h2, jq, message, p, time } = nitro;
const { feedPath } = kvs;

/** A message of a room. */
interface Message {
  /** Unique name of the message. */
  readonly id: string;
  /** Who wrote it. */
  readonly user: string;
  /** What was written. */
  readonly text: string;
  /** When, in milliseconds since the epoch. */
  readonly at: number;
}

/** How much of a room's history a page shows. */
const SHOWN = 100;
/** The longest message, in UTF-16 units. */
const LONGEST = 4_000;

/** The chat page on a store. */
export function chat(db: kvs.Kvs): n2o.Page {
  return {
    async event(event: unknown) {
      if (event === "init") await enter(db);
      else if (event === "logout") leave();
      else if (event === "chat") await say(db, nitro.q("message"));
      else if (isMessage(event)) nitro.insertTop("history", shown(event));
    },
  };
}

async function enter(db: kvs.Kvs): Promise<void> {
  const user = n2o.user(), room = roomOf();
  if (user === "" || room === "") return nitro.redirect("/app/login.htm");
  n2o.reg(["topic", room]);
  nitro.clear("history");
  nitro.update("logout", button({ id: "logout", body: `Logout ${user}`, postback: "logout" }));
  nitro.update("heading", h2({ id: "heading", body: room }));
  nitro.update("send", button({ id: "send", body: "Chat", postback: "chat", source: ["message"] }));
  nitro.wire(
    nitro.event({
      target: "message",
      type: "keydown",
      key: "Enter",
      postback: "chat",
      source: ["message"],
    }),
  );
  for (const said of await history(db, room)) nitro.insertTop("history", shown(said));
}

/** The latest messages, oldest first. */
async function history(db: kvs.Kvs, room: string): Promise<readonly Message[]> {
  const latest = await Array.fromAsync(
    db.entries<Message>(feedOf(room), { reverse: true, limit: SHOWN }),
  );
  return latest.map(({ record }) => record).toReversed();
}

async function say(db: kvs.Kvs, text: string): Promise<void> {
  const user = n2o.user(), room = roomOf();
  if (user === "" || room === "") return nitro.redirect("/app/login.htm");
  if (text.trim() !== "" && text.length <= LONGEST) {
    // The event's own name: a client that sends it again, not knowing whether it arrived, says nothing twice.
    const said: Message = { id: nitro.eventId(), user, text, at: Date.now() };
    await db.append(said, feedOf(room));
    n2o.send(["topic", room], said);
    nitro.reset("message", text);
  }
  nitro.wire(jq({ target: "message", method: "focus" }));
}

function leave(): void {
  n2o.user("");
  n2o.session("room", null);
  nitro.redirect("/app/login.htm");
}

function shown({ id, user, text, at }: Message): nitro.Element {
  const when = new Date(at).toISOString();
  return message({
    id: `m-${id}`,
    class: user === n2o.user() ? "mine" : "theirs",
    body: [
      author({ body: user }),
      time({ datetime: when, body: when.slice(11, 16) }),
      p({ body: text }),
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

function isMessage(event: unknown): event is Message {
  return typeof event === "object" && event !== null && "id" in event && "text" in event;
}
