/**
 * Elements of HTML that the page needs beyond those of the library, and tables made of them.
 *
 * @module
 */
import { nitro } from "../../mod.ts";
const { h2, p, panel, tag, span } = nitro;

type Tag = (props: nitro.Props) => nitro.Element<nitro.Props>;

const section: Tag = tag("section"), table: Tag = tag("table"), thead: Tag = tag("thead");
const tbody: Tag = tag("tbody"), tr: Tag = tag("tr"), th: Tag = tag("th");
const td: Tag = tag("td");

/** What the pages have in common: for `page`. */
export const look: nitro.PageLook = {
  icon: "/observer/favicon.svg",
  styles: ["/observer/observer.css"],
};

/** How many rows a table shows. */
const MOST = 200;

/** A part of the page: its heading, how many there are, and a table or why there is none. */
export interface Part {
  readonly id: string;
  readonly heading: string;
  /** What is counted, as a person reads it. */
  readonly count: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What to say where there are no rows. */
  readonly empty: string;
}

/** A part as a section whose table, where it is wide, is scrolled by itself, by keyboard too. */
export function part({ id, heading, count, columns, rows, empty }: Part): nitro.Element {
  const shown = rows.slice(0, MOST), left = rows.length - shown.length;
  return section({
    id,
    body: [
      h2({ id: `${id}-heading`, body: [heading, " ", span({ class: "count", body: count })] }),
      rows.length === 0 ? p({ class: "empty", body: empty }) : panel({
        class: "scroll",
        id: `${id}-scroll`,
        role: "region",
        title: heading,
        tabindex: 0,
        body: table({
          body: [
            thead({ body: tr({ body: columns.map((name) => th({ body: name })) }) }),
            tbody({
              body: shown.map((row) => tr({ body: row.map((cell) => td({ body: cell })) })),
            }),
          ],
        }),
      }),
      left > 0 ? p({ class: "empty", body: `and ${left} more` }) : "",
    ],
  });
}
