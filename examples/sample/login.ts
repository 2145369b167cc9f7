/**
 * The login page: who you are, and the room you want to enter.
 *
 * @module
 */
import { n2o, nitro } from "../../mod.ts";
import { look } from "./look.ts";
const { button, event, form, h1, header, image, label, main, p, page, takes, textbox } = nitro;

/** The page. */
export const login: n2o.Page = page({
  ...look,
  title: "Log in · N2O Chat",
  class: "login",
  on: {
    login: takes({ user: "text", pass: "text" }, ({ user, pass }) => {
      enter(user.trim(), pass.trim());
    }),
  },
  body({ on }) {
    const byEnter = (target: string) => [
      event({ target, type: "keydown", key: "Enter", ...on.login() }),
    ];
    const field = { autocapitalize: "none", spellcheck: "false", enterkeyhint: "go" };
    return main({
      body: [
        header({
          body: [
            image({ src: "/app/favicon.svg", alt: "", width: 56, height: 56 }),
            h1({ body: "N2O Chat" }),
            p({ body: "Choose a name, enter a room, start talking." }),
          ],
        }),
        form({
          body: [
            label({ for: "user", body: "Your name" }),
            textbox({
              id: "user",
              maxlength: 64,
              autofocus: true,
              autocomplete: "nickname",
              attributes: { ...field, autocapitalize: "words" },
              actions: byEnter("user"),
            }),
            label({ for: "pass", body: "Room" }),
            textbox({
              id: "pass",
              maxlength: 64,
              autocomplete: "off",
              attributes: field,
              aria: { describedby: "hint" },
              actions: byEnter("pass"),
            }),
            p({ id: "hint", body: "Everyone in the room sees its messages." }),
            p({ id: "notice", role: "alert" }),
            button({ id: "loginButton", body: "Login", ...on.login() }),
          ],
        }),
      ],
    });
  },
});

function enter(user: string, room: string): void {
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
