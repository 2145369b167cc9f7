/**
 * What people do in the sample on any host, over the wire: they log in, enter a room, and talk.
 *
 * @module
 */
import { equal } from "../_support/assert.ts";
import {
  type Answer,
  bindings,
  dial,
  shownAnswer,
  tokenOf,
  type Wire,
} from "../_support/server/wire.ts";
import { tuple } from "../../n2o/bert/bert.ts";
import { hello, pickle } from "../n2o/page.ts";

/** Somebody in a room. */
export interface Somebody {
  /** Their connection to the chat. */
  readonly wire: Wire;
  /** Says something. */
  say(text: string): void;
}

/** Logs in over one connection and enters the room over another, as a browser does that goes from page to page. */
export async function enter(origin: string, user: string, room: string): Promise<Somebody> {
  const login = await greeted(`${origin}/ws/app/login.htm`);
  const sealed = login.pickles["loginButton click"] ?? "";
  login.wire.term(pickle("loginButton", sealed, [tuple("user", user), tuple("pass", room)], 1));
  const led = JSON.stringify(shownAnswer(await login.wire.next()));
  equal(led.includes(`/app/index.htm?room=${room}`), true, led);
  // The id of the session changed: a program is told by another frame.
  const token = tokenOf(await login.wire.next());
  await login.wire.leave();
  const chat = await greeted(`${origin}/ws/app/index.htm?room=${room}`, token);
  let said = 0;
  return {
    wire: chat.wire,
    say: (text) =>
      chat.wire.term(
        pickle("send", chat.pickles["send click"] ?? "", [tuple("message", text)], ++said),
      ),
  };
}

/** Waits for a frame in which a text stands. */
export async function heard(wire: Wire, text: string): Promise<void> {
  while (!JSON.stringify(shownAnswer(await wire.next())).includes(text));
}

async function greeted(url: string, token = ""): Promise<
  { wire: Wire; pickles: Record<string, string> }
> {
  const wire = await dial(url);
  wire.term(hello(token, `client-${Math.trunc(performance.now())}`));
  const answer: Answer = await wire.next();
  return { wire, pickles: bindings(answer) };
}
