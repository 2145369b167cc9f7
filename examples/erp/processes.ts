/**
 * The page of all processes, and of the systems behind them.
 *
 * @module
 */
import type * as bpe from "../../bpe/mod.ts";
import { n2o, nitro } from "../../mod.ts";
import { has } from "./access.ts";
import type { Desk } from "./desk.ts";
import { dd, dl, dt, li, ul } from "./elements.ts";
import { isNews } from "./live.ts";
import { asked, page, say } from "./page.ts";
import { region } from "./region.ts";
import { plain, shown } from "./words.ts";
const { button, h2, link, p, panel, span } = nitro;

/** The page of all processes. */
export function processes(desk: Desk): n2o.Page {
  async function show(who: bpe.Identity): Promise<void> {
    const online = await desk.warehouse.isOnline(), stock = await desk.warehouse.stock();
    region("processes", ul({ id: "processes", class: "cards", body: desk.processes.map(card) }));
    region("systems", panel({ id: "systems", class: "card", body: systems(who, online, stock) }));
  }

  function card({ process, name, version }: bpe.Version): nitro.Element {
    const { running, stuck } = desk.tally.of(process);
    return li({
      class: "card",
      body: [
        h2({ body: link({ href: `/app/process.htm?id=${process}`, body: name || process }) }),
        p({ class: "muted", body: `Version ${version}` }),
        p({
          body: [
            span({ class: ["state", running > 0 && "active"], body: `${shown(running)} running` }),
            span({
              class: ["state", "stuck"],
              body: `${shown(stuck)} with incidents`,
              showIf: stuck > 0,
            }),
          ],
        }),
      ],
    });
  }

  return page({
    async init(who) {
      await n2o.reg("processes");
      await show(who);
    },
    async event(event, who) {
      if (isNews(event)) return await show(who);
      const wish = asked(event);
      if (wish?.do !== "turn" || !mayTurn(who)) return;
      const online = wish.online === true;
      await desk.warehouse.turn(online);
      desk.live.touch("processes");
      say(online ? "The stock system is online." : "The stock system is offline.");
    },
  });
}

function mayTurn(who: bpe.Identity): boolean {
  return has(who, ["Warehouse"]);
}

function systems(
  who: bpe.Identity,
  online: boolean,
  stock: readonly (readonly [article: string, pieces: number])[],
): nitro.Element[] {
  return [
    h2({ body: "Stock system" }),
    p({
      body: span({
        class: ["state", online ? "completed" : "stuck"],
        body: online ? "Online" : "Offline",
      }),
    }),
    dl({
      class: "facts",
      body: stock.flatMap(([name, n]) => [dt({ body: plain(name) }), dd({ body: shown(n) })]),
    }),
    p({
      class: "muted",
      body:
        "While it is offline, goods cannot be reserved: after three tries an order shows an incident, until somebody of the warehouse has it tried again.",
    }),
    button({
      id: "turn",
      class: "quiet",
      body: online ? "Take it offline" : "Bring it online",
      postback: { do: "turn", online: !online },
      showIf: mayTurn(who),
    }),
  ];
}
