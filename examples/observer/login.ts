/**
 * The login page of the observer: whoever has the key is an operator.
 *
 * @module
 */
import { n2o, nitro } from "../../mod.ts";
const { button, event: on, p } = nitro;

/** How many wrong keys a connection may give. */
const TRIES = 5;

/** The page, for those who know the key. */
export function login(key: string, home: string): n2o.Page {
  return {
    async event(event) {
      const submit = { postback: "login", source: ["key"] };
      if (event === "init") {
        nitro.update("go", button({ id: "go", body: "Log in", ...submit }));
        nitro.wire(on({ target: "key", type: "keydown", key: "Enter", ...submit }));
      } else if (event === "login") {
        const tries = Number(nitro.state("tries") ?? 0);
        if (tries >= TRIES) return notice("Too many wrong keys. Load the page again.");
        if (!await isSame(nitro.q("key"), key)) {
          nitro.state("tries", tries + 1);
          return notice("This is not the key.");
        }
        n2o.user("operator");
        n2o.roles(["operator"]);
        nitro.redirect(n2o.returnPath(home));
      }
    },
  };
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
