/**
 * The same sheet as a document: 40 fields that a person enters, and ten whose rules compute them from those and from a tick.
 *
 * The address says what changes with each frame, as for the sheet by hand: `?all` every field.
 *
 * @module
 */
import { FIELDS, type FieldType, forms, live, rule } from "../../form/mod.ts";
import { nitro } from "../../mod.ts";
import { COMPUTED, ENTERED } from "./sheet.ts";

const { button, h1, header, main, output, page } = nitro;
const PART = ENTERED / COMPUTED;

/** A number that nobody ever enters, as the sheet by hand shows it: a browser lays ten outputs out in half of the time of ten inputs. */
const sum: FieldType<number> = {
  ...FIELDS.number,
  name: "sum",
  control: (place) =>
    output({
      id: place.id,
      body: place.value === undefined ? "" : FIELDS.number.show(place.value, place),
    }),
};

const { document } = forms({ ...FIELDS, sum });

/** The sheet, as data. */
const sheet = document({
  name: "sheet",
  fields: [
    { id: "tick", type: "integer", default: 0, hidden: true },
    ...Array.from({ length: COMPUTED }, (_, at) => {
      const ids = Array.from({ length: PART }, (_, nth) => `f${at * PART + nth}`);
      return [
        ...ids.map((id, nth) => ({
          id,
          type: "number" as const,
          title: `Field ${at * PART + nth + 1}`,
          default: 100 + at * PART + nth,
          min: -1_000_000,
          max: 1_000_000,
        })),
        {
          id: `c${at}`,
          type: "sum" as const,
          title: `Sum ${at + 1}`,
          computed: rule(`round half up(sum([${ids.join(", ")}]) * (1 + tick / 10000), 2)`),
        },
      ];
    }).flat(),
  ],
});

const form = live(sheet, { mode: "create" });
/** Frames so far, by the connection. */
const TICK = "tick";

/** Its page. */
export const declared: nitro.LivePage = page({
  title: "Sheet · N2O Forms",
  styles: ["/forms/declared.css"],
  scripts: ["/forms/frames.js"],
  body: async () => [
    header({ body: [h1({ body: "Sheet" }), frames()] }),
    main({ body: await form.body() }),
  ],
  async event(event) {
    if (event === "frame") await frame();
    else await form.event(event);
  },
});

function frames(): nitro.Element {
  const asks = nitro.event({ target: "frames", type: "frame", postback: "frame" });
  return button({ id: "frames", aria: { pressed: true }, actions: [asks], body: "Live" });
}

/** Everything moves on by a frame. */
async function frame(): Promise<void> {
  const tick = Number(nitro.state(TICK) ?? 0) + 1;
  nitro.state(TICK, tick);
  const numbers = nitro.qc("all") === undefined
    ? []
    : Array.from({ length: ENTERED }, (_, at) => [`f${at}`, 100 + at + tick % 100] as const);
  await form.put({ ...Object.fromEntries(numbers), tick: tick % 1_000 });
}
