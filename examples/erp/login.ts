/**
 * The login page: who you are, and the roles you have today.
 *
 * @module
 */
import { n2o, nitro } from "../../mod.ts";
import { input, label } from "./elements.ts";
const { button, p, panel } = nitro;

/** The roles of a process. */
export interface Roles {
  /** What the process is called. */
  readonly process: string;
  /** Names of its lanes. */
  readonly lanes: readonly string[];
}

/** The login page for these roles. */
export function login(groups: readonly Roles[]): n2o.Page {
  const all = [...new Set(groups.flatMap(({ lanes }) => lanes))];
  const idOf = (role: string) => `role-${all.indexOf(role)}`;

  function show(): void {
    nitro.update("roles", panel({ id: "roles", body: groups.map(group) }));
    nitro.update("enter", button({ id: "enter", type: "submit", body: "Log in" }));
    const source = ["user", ...all.map(idOf)];
    nitro.wire(nitro.event({ target: "login", type: "submit", postback: "login", source }));
  }

  function group({ process, lanes }: Roles): nitro.Element {
    const ticks = lanes.map((role) =>
      label({
        class: "tick",
        body: [input({ id: idOf(role), attributes: { type: "checkbox" } }), role],
      })
    );
    return panel({
      role: "group",
      aria: { label: `Roles in ${process}` },
      body: [p({ body: process }), ...ticks],
    });
  }

  function enter(): void {
    const user = nitro.q("user").trim(),
      roles = all.filter((role) => nitro.qv(idOf(role)) === true);
    if (user === "") return notice("Please give a name.");
    if (user.length > 64) return notice("A name has at most 64 characters.");
    if (roles.length === 0) return notice("Please choose at least one role.");
    n2o.user(user);
    n2o.roles(roles);
    nitro.redirect(n2o.returnPath("/app/tasks.htm"));
  }

  return {
    event(event) {
      if (event === "init") show();
      else if (event === "login") enter();
    },
  };
}

function notice(body: string): void {
  nitro.update("notice", p({ id: "notice", role: "alert", class: "bad", body }));
}
