/**
 * The page that leads to all others.
 *
 * @module
 */
import { nitro } from "../../mod.ts";
import { head, type Lang, look, saying } from "./page.ts";
import { SUBJECTS } from "./subjects.ts";

const { h1, h2, li, link, main, p, page, ul } = nitro;

/** The contents, in a language. */
export function contents(lang: Lang): nitro.LivePage {
  const { locale: _, ...rest } = look(lang),
    title = saying(lang)("Gallery of forms", "Галерея форм");
  return page({
    ...rest,
    title,
    body: [
      head(lang, ""),
      main({
        body: [
          h1({ body: title }),
          p({
            class: "says",
            body: saying(lang)(
              "Documents declared as data, live, each with the code that made it.",
              "Документи, оголошені даними, живі, кожен із кодом, що його створив.",
            ),
          }),
          ul({
            class: "subjects",
            body: SUBJECTS.map(({ path, href = path, title, says }) =>
              li({
                body: [
                  h2({ body: link({ href: `/${lang}/${href}`, body: title[lang] }) }),
                  p({ body: says[lang] }),
                ],
              })
            ),
          }),
        ],
      }),
    ],
  });
}
