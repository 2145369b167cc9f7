/**
 * The login page of the observer: whoever has the key is an operator.
 *
 * @module
 */
import { n2o, nitro } from "../../mod.ts";
import { look } from "./elements.ts";
const { form, h1, label, main, p, page, password, submit, takes, textbox } = nitro;

/** How many wrong keys a connection may give. */
const TRIES = 5;

/** The page, for those who know the key. */
export function login(key: string, home: string): n2o.Page {
  return page({
    ...look,
    title: "Log in · Observer",
    class: "login",
    on: {
      login: takes({ key: "text" }, async (q) => {
        const tries = Number(nitro.state("tries") ?? 0);
        if (tries >= TRIES) return notice("Too many wrong keys. Load the page again.");
        if (!await isSame(q.key, key)) {
          nitro.state("tries", tries + 1);
          return notice("This is not the key.");
        }
        n2o.user("operator");
        n2o.roles(["operator"]);
        nitro.redirect(n2o.returnPath(home));
      }),
    },
    body: ({ on }) =>
      main({
        body: [
          h1({ body: "Observer" }),
          form({
            id: "login",
            ...on.login(),
            body: [
              // For what keeps passwords: they belong to a name.
              textbox({ value: "operator", autocomplete: "username", hidden: true }),
              label({ for: "key", body: "Key" }),
              password({ id: "key", autofocus: true, autocomplete: "current-password" }),
              p({ id: "notice", role: "alert" }),
              submit({ id: "go", body: "Log in" }),
            ],
          }),
        ],
      }),
  });
}

function notice(body: string): void {
  nitro.update("notice", p({ id: "notice", role: "alert", body }));
}

/** Whether two texts are the same, in a time that tells nothing of where they differ. */
async function isSame(one: string, other: string): Promise<boolean> {
  const hash = async (text: string) =>
    new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  const [a, b] = await Promise.all([hash(one), hash(other)]);
  return a.reduce((differing, byte, at) => differing | (byte ^ (b[at] ?? 0)), 0) === 0;
}
