/**
 * The page of a process: its picture with how many stand where, the form that starts it, its instances.
 *
 * @module
 */
import * as bpe from "../../bpe/mod.ts";
import { n2o, nitro } from "../../mod.ts";
import { self } from "./access.ts";
import type { Desk } from "./desk.ts";
import { option, select, table, tbody, td, th, thead, tr } from "./elements.ts";
import { type Asking, forms } from "./forms.ts";
import { isNews } from "./live.ts";
import { asked, first, go, named, page } from "./page.ts";
import { region } from "./region.ts";
import type { Count } from "./tally.ts";
import { moment, shown, startOf, stateMark, STATES, titleOf } from "./words.ts";
const { button, h2, link, p, panel } = nitro;

/** How many instances are shown at a time. */
const SHOWN = 20;

/** The page of a process. */
export function process(desk: Desk): n2o.Page {
  const all = forms(desk, () => ({
    button: "Start",
    place: () => "",
    async submit(given, { event }) {
      const version = versionOf();
      if (version === undefined) return;
      const id = await desk.instanceOf(event);
      await desk.runtime.start(version.process, { id, variables: given, by: self() });
    },
    async done({ event }) {
      const id = await desk.instanceOf(event);
      go(`/app/instance.htm?id=${id}`, `Started: ${versionOf()?.name}.`);
    },
  }));
  const versionOf = () => desk.processes.find(({ process }) => process === named("id"));

  /** What changes while one looks on. */
  async function show(version: bpe.Version): Promise<void> {
    const definition = await desk.runtime.definition(version.key);
    const count = desk.tally.of(version.process);
    const list = await instances(version, status());
    const body = `${shown(count.running)} running, ${shown(count.stuck)} with incidents`;
    region("counts", p({ id: "counts", class: "muted", body }));
    const svg = bpe.picture(definition, {
      plane: version.process,
      overlay: overlayOf(count),
    });
    region("picture", panel({ id: "picture", body: nitro.raw(svg) }));
    region("instances", panel({ id: "instances", body: list }));
  }

  async function instances(
    { process }: bpe.Version,
    status: bpe.Status,
  ): Promise<nitro.Element[]> {
    const trail = trailOf(), after = trail.at(-1);
    const from = after === undefined ? {} : { after };
    const found = desk.runtime.instances({ process, status, ...from });
    const { some, more } = await first(found, SHOWN);
    const rows = await Promise.all(some.map(async (line) => {
      const { state } = await desk.runtime.instance(line.id);
      return row(line, titleOf(await desk.runtime.definition(line.definition), state));
    }));
    const last = some.at(-1)?.id ?? "";
    return [
      rows.length === 0 ? p({ class: "muted", body: "There are none." }) : table({
        class: "lines",
        body: [thead({ body: tr({ body: COLUMNS }) }), tbody({ body: rows })],
      }),
      panel({
        class: "row",
        showIf: more || trail.length > 0,
        body: [
          turn("newer", "Newer", trail.length > 0, trail.slice(0, -1)),
          turn("older", "Older", more, [...trail, last]),
        ],
      }),
    ];
  }

  async function askingOf(version: bpe.Version): Promise<Asking> {
    const definition = await desk.runtime.definition(version.key);
    const node = startOf(definition, bpe.processOf(definition, version.process)?.index ?? 0);
    return { key: version.key, definition, node: node?.id ?? "" };
  }

  async function startForm(version: bpe.Version): Promise<nitro.Body> {
    const form = all.of(await askingOf(version)), body = await form.body();
    await form.event("init");
    return [h2({ body: `Start: ${version.name}` }), body];
  }

  return page({
    end: all.close,
    async init(who) {
      const version = versionOf();
      if (version === undefined) return nitro.redirect("/app/processes.htm");
      await n2o.reg(["process", version.process]);
      nitro.update("heading", nitro.h1({ id: "heading", body: version.name || version.process }));
      nitro.set({ g: "document" }, "title", `${version.name} · N2O ERP`);
      const may = await allowed(desk, who, version);
      region(
        "starting",
        panel({
          id: "starting",
          class: "card",
          body: may ? await startForm(version) : [
            h2({ body: `Start: ${version.name}` }),
            p({ class: "muted", body: "Your roles do not start this process." }),
          ],
        }),
      );
      nitro.update("status", choice(status()));
      await show(version);
    },
    async event(event) {
      const version = versionOf(), wish = asked(event);
      if (version === undefined) return;
      if (isNews(event)) return await show(version);
      if (wish?.do === "status") {
        nitro.state("status", nitro.q("status"));
        nitro.state("trail", []);
      }
      if (wish?.do === "turn" && Array.isArray(wish.trail)) {
        nitro.state("trail", wish.trail.map(String));
      }
      if (await all.of(await askingOf(version)).event(event)) return;
      await show(version);
    },
  });
}

const COLUMNS = ["About", "Started", "State"].map((body) =>
  th({ attributes: { scope: "col" }, body })
);

function row({ id, status, started, incidents }: bpe.InstanceLine, title: string): nitro.Element {
  return tr({
    body: [
      td({ body: link({ href: `/app/instance.htm?id=${encodeURIComponent(id)}`, body: title }) }),
      td({ body: moment(started) }),
      td({ body: stateMark(status, incidents) }),
    ],
  });
}

function turn(id: string, body: string, can: boolean, trail: readonly string[]): nitro.Element {
  return button({ id, class: "quiet", body, disabled: !can, postback: { do: "turn", trail } });
}

/** How many stand at a node, on a badge; where there are incidents the node has their colour. */
function overlayOf({ at, stuckAt }: Count): Record<string, bpe.PictureOverlay> {
  return Object.fromEntries([...at].map(([node, tokens]) => {
    const stuck = stuckAt.get(node) ?? 0;
    const incidents = stuck === 0 ? "" : `, ${stuck} ${stuck === 1 ? "incident" : "incidents"}`;
    return [node, {
      badge: String(tokens),
      class: stuck > 0 ? "bpe-incident" : "bpe-active",
      label: `${tokens} ${tokens === 1 ? "token" : "tokens"}${incidents}`,
    }];
  }));
}

/** The choice of which instances are shown. */
function choice(chosen: bpe.Status): nitro.Element {
  return select({
    id: "status",
    actions: [
      nitro.event({
        target: "status",
        type: "change",
        postback: { do: "status" },
        source: ["status"],
      }),
    ],
    body: Object.entries(STATES).map(([value, body]) =>
      option({ attributes: { value, selected: value === chosen }, body })
    ),
  });
}

function status(): bpe.Status {
  const chosen = nitro.state("status");
  return isStatus(chosen) ? chosen : "active";
}

function isStatus(value: unknown): value is bpe.Status {
  return typeof value === "string" && Object.hasOwn(STATES, value);
}

/** The last instances of the pages before the one that is shown. */
function trailOf(): readonly string[] {
  const trail = nitro.state("trail");
  return Array.isArray(trail) ? trail.map(String) : [];
}

async function allowed(desk: Desk, who: bpe.Identity, { process }: bpe.Version): Promise<boolean> {
  try {
    await desk.runtime.permit({ do: "start", process }, { by: who });
    return true;
  } catch (error) {
    if (error instanceof bpe.BpeError && error.code === "denied") return false;
    throw error;
  }
}
