/**
 * The work list: what is mine, and what I may take.
 *
 * @module
 */
import type * as bpe from "../../bpe/mod.ts";
import { n2o, nitro } from "../../mod.ts";
import type { Desk } from "./desk.ts";
import { li, ul } from "./elements.ts";
import { isNews } from "./live.ts";
import { asked, first, page } from "./page.ts";
import { region } from "./region.ts";
import { moment, titleOf } from "./words.ts";
const { button, h2, link, p, panel, span } = nitro;

/** How many tasks are shown at first, and how many more each time. */
const SHOWN = 20;
/** How many are read, to find those that are due first. */
const READ = 1_000;

/** The page of the work list. */
export function tasks({ runtime }: Desk): n2o.Page {
  async function show(who: bpe.Identity): Promise<void> {
    const { some, more } = await first(runtime.tasks({ for: who }), READ);
    const sorted = some.toSorted((one, other) =>
      (one.due ?? Infinity) - (other.due ?? Infinity) || one.created - other.created
    );
    const mine = sorted.filter(({ assignee }) => assignee === who.id);
    const free = sorted.filter(({ assignee }) => assignee === undefined);
    const lists = [
      await list("mine", "My tasks", mine, "You have claimed nothing."),
      await list("free", "To be claimed", free, "There is nothing to do for your roles."),
    ];
    const note = `These are the first ${READ}; there are more.`;
    const file = p({ body: link({ href: "/tasks.csv", body: "Download the list" }) });
    region(
      "tasks",
      panel({ id: "tasks", body: [...lists, p({ body: note, showIf: more }), file] }),
    );
  }

  async function list(
    id: string,
    title: string,
    all: readonly bpe.Task[],
    none: string,
  ): Promise<nitro.Element> {
    const some = all.slice(0, shown(id));
    const items = await Promise.all(some.map(item));
    return panel({
      id,
      class: "card",
      body: [
        h2({ body: [title, " ", span({ class: "count", body: all.length })] }),
        p({ class: "muted", body: none, showIf: all.length === 0 }),
        ul({
          class: "list",
          body: items.filter((each) => each !== undefined),
          showIf: items.length > 0,
        }),
        button({
          id: `more-${id}`,
          class: "quiet",
          body: "Show more",
          postback: { do: "more", list: id },
          showIf: all.length > some.length,
        }),
      ],
    });
  }

  async function item(task: bpe.Task): Promise<nitro.Element> {
    const { instance, element, name, node, lane, due, definition: key } = task;
    const definition = await runtime.definition(key);
    const { state } = await runtime.instance(instance);
    const href = `/app/task.htm?instance=${encodeURIComponent(instance)}&element=${element}`;
    return li({
      body: [
        link({ href, body: name || node }),
        span({ class: "muted", body: `${titleOf(definition, state)} · ${lane}` }),
        due === undefined ? undefined : dueMark(due),
      ],
    });
  }

  return page({
    async init(who) {
      await n2o.reg("tasks");
      await show(who);
    },
    async event(event, who) {
      const wish = asked(event);
      if (wish?.do === "more" && typeof wish.list === "string") {
        nitro.state(`shown ${wish.list}`, shown(wish.list) + SHOWN);
      } else if (!isNews(event)) return;
      await show(who);
    },
  });
}

/** When something is to be done; what is late is marked so. */
export function dueMark(due: number): nitro.Element {
  const late = due < Date.now();
  return span({
    class: late ? "due late" : "due",
    body: [late ? "was due " : "due ", moment(due)],
  });
}

function shown(list: string): number {
  const count = nitro.state(`shown ${list}`);
  return typeof count === "number" ? count : SHOWN;
}
