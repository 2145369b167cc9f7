/**
 * The login page: who you are, and the room you want to enter.
 *
 * @module
 */
import { n2o, nitro } from "../../mod.ts";
const { button, event: on, p } = nitro;

/** Handles an event of the page. */
export function event(event: unknown): void {
  switch (event) {
    case "init":
      nitro.update(
        "loginButton",
        button({ id: "loginButton", body: "Login", postback: "login", source: ["user", "pass"] }),
      );
      for (const target of ["user", "pass"]) {
        nitro.wire(
          on({
            target,
            type: "keydown",
            key: "Enter",
            postback: "login",
            source: ["user", "pass"],
          }),
        );
      }
      break;
    case "login":
      login(nitro.q("user").trim(), nitro.q("pass").trim());
  }
}

function login(user: string, room: string): void {
  if (user === "") return notice("Please give a name.");
  if (room === "") return notice("Please name a room.");
  if (user.length > 64 || room.length > 64) return notice("A name has at most 64 characters.");
  n2o.user(user);
  n2o.session("room", room);
  nitro.redirect(`/app/index.htm?room=${encodeURIComponent(room)}`);
}

function notice(body: string): void {
  nitro.update("notice", p({ id: "notice", role: "alert", body }));
}
