/**
 * Documents that the gallery shows in frames: a page in a state that lasts no longer than a moment, or is no longer a page.
 *
 * @module
 */
import { nitro } from "../../mod.ts";

const { documentText, h1, main, p, page, renderBody } = nitro;

/** States of a connection that are shown, by the root element's `data-n2o`. */
export const STATES: ReadonlySet<string> = new Set(["connecting", "offline", "failed"]);

/** What a page says in Ukrainian. */
const WORDS: Partial<nitro.Words> = {
  connecting: "З'єднання",
  offline: "Немає мережі. Надіслане піде, щойно вона з'явиться.",
  refused: "Сервер не впускає цю сторінку.",
  retry: "Ще раз",
  close: "Закрити",
};

/** The document of a page that is in this state, and stays in it: it has no client. */
export function frame(state: string, lang = "en"): string {
  const text = documentText({
    title: `A page: ${state}`,
    head: "",
    body: renderBody(main({ body: h1({ body: lang === "uk" ? "Крамниця" : "Shop" }) })).html,
    options: lang === "uk" ? { lang, words: WORDS } : {},
  });
  return text.replaceAll(/<script\b[^>]*><\/script>/g, "")
    .replace("<html", `<html data-n2o="${state}"`);
}

/** A page that fails while it is made. */
export const broken: nitro.LivePage = page({
  title: "Broken",
  body() {
    throw new Error("the gallery shows what a page that fails looks like");
  },
});

/** A page of the application's own for what is not there: the routes have it under "404". */
export const missing: nitro.LivePage = page({
  title: "Not here",
  body: main({
    body: [
      h1({ body: "There is nothing here" }),
      p({ body: nitro.link({ href: "/", body: "Back" }) }),
    ],
  }),
});
