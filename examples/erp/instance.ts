/**
 * The page of an instance: where it stands, what it waits for, what it knows and what has happened.
 *
 * @module
 */
import * as bpe from "../../bpe/mod.ts";
import { n2o, nitro } from "../../mod.ts";
import { concerns, rolesOf } from "./access.ts";
import type { Desk } from "./desk.ts";
import { dd, dl, dt, li, table, tbody, td, th, thead, tr, ul } from "./elements.ts";
import { isNews } from "./live.ts";
import { asked, instanceNamed, page, say } from "./page.ts";
import { region } from "./region.ts";
import * as words from "./words.ts";
const { button, h1, h2, link, p, panel, span, strong } = nitro;

/** How many steps of the history are shown at first, and how many more each time. */
const SHOWN = 15;

/** What is told of an instance. */
interface View {
  readonly stored: bpe.InstanceDetail;
  readonly definition: bpe.Definition;
  readonly lines: readonly bpe.HistoryLine[];
  readonly tasks: readonly bpe.Task[];
}

/** The page of an instance. */
export function instance(desk: Desk): n2o.Page {
  const { runtime } = desk;

  async function view(): Promise<View> {
    const id = instanceNamed("id"), stored = await runtime.instance(id);
    const [definition, lines, tasks] = await Promise.all([
      runtime.definition(stored.state.definition),
      Array.fromAsync(runtime.history(id)),
      Array.fromAsync(runtime.tasks({ instance: id })),
    ]);
    return { stored, definition, lines, tasks };
  }

  async function show(who: bpe.Identity): Promise<void> {
    await runtime.permit({ do: "read", instance: instanceNamed("id") }, { by: who });
    const all = await view(), { stored: { state }, definition, lines } = all;
    region("head", head(all));
    region(
      "picture",
      panel({
        id: "picture",
        body: nitro.raw(
          bpe.picture(definition, { state, history: lines }),
        ),
      }),
    );
    region("incidents", panel({ id: "incidents", body: incidents(all, who) }));
    region("now", ul({ id: "now", class: "list", body: now(all, who) }));
    region("facts", dl({ id: "facts", class: "facts", body: facts(all) }));
    region("history", panel({ id: "history", body: history(all) }));
  }

  /** Passes a message on to the instance, for whoever's lane waits for it. */
  async function message(wait: unknown, who: bpe.Identity): Promise<void> {
    const { stored: { id, state }, definition } = await view();
    const found = state.waits.find((each) => each.id === wait && each.kind === "message");
    if (found?.name === undefined) throw new bpe.BpeError("message", "is not waited for");
    await runtime.permit({ do: "message", instance: id }, { by: who });
    if (!concerns(who, definition, found.node)) throw new bpe.BpeError("denied", "is another's");
    const { name, keys = {} } = found;
    await runtime.command(id, { do: "message", name, keys }, {
      key: nitro.eventId(),
      by: who,
      permitted: true,
    });
    say(`Noted: ${definition.nodes[found.node]?.name || name}.`);
    nitro.focus("main");
  }

  async function resolve(incident: unknown, who: bpe.Identity): Promise<void> {
    const { stored: { id, state }, definition } = await view();
    const found = state.incidents.find((each) => each.id === incident);
    if (found === undefined) throw new bpe.BpeError("command", "is resolved already");
    if (!concerns(who, definition, found.node)) throw new bpe.BpeError("denied", "is another's");
    await runtime.resolve(id, found.id, {}, {
      key: nitro.eventId(),
      by: who,
      permitted: true,
    });
    say(`Tried again: ${definition.nodes[found.node]?.name ?? ""}.`);
    nitro.focus("main");
  }

  return page({
    async init(who) {
      await n2o.reg(["instance", instanceNamed("id")]);
      await show(who);
    },
    async event(event, who) {
      const wish = asked(event);
      if (wish?.do === "message") await message(wish.wait, who);
      else if (wish?.do === "resolve") await resolve(wish.incident, who);
      else if (wish?.do === "earlier") nitro.state("steps", steps() + 2 * SHOWN);
      else if (!isNews(event)) return;
      await show(who);
    },
  });
}

function head({ stored: { state, started, ended }, definition }: View): nitro.Element {
  const process = definition.processes[state.process];
  const address = `/app/process.htm?id=${process?.id ?? ""}`;
  nitro.set({ g: "document" }, "title", `${words.titleOf(definition, state)} · N2O ERP`);
  return panel({
    id: "head",
    body: [
      h1({ body: words.titleOf(definition, state) }),
      p({
        class: "muted",
        body: [
          words.stateMark(state.status, state.incidents.length),
          " ",
          link({ href: address, body: process?.name || process?.id }),
          `, version ${state.definition.replace(/^.*:/, "")}, started `,
          words.moment(started),
          ...(ended === undefined ? [] : [", ended ", words.moment(ended)]),
        ],
      }),
    ],
  });
}

function incidents({ stored: { state }, definition }: View, who: bpe.Identity): nitro.Element[] {
  return state.incidents.map(({ id, node, message, time }) =>
    panel({
      class: "incident",
      body: [
        h2({ body: `Incident: ${definition.nodes[node]?.name || "the process"}` }),
        p({ body: [message, " ", span({ class: "muted", body: words.moment(time) })] }),
        concerns(who, definition, node)
          ? button({
            id: `resolve-${id}`,
            body: "Try again",
            postback: { do: "resolve", incident: id },
          })
          : p({ class: "muted", body: `To be resolved by ${laneOf(definition, node)}.` }),
      ],
    })
  );
}

/** What the instance does and waits for at this moment. */
function now({ stored: { id, state, jobs }, definition, tasks }: View, who: bpe.Identity) {
  const nameOf = (node: number) => definition.nodes[node]?.name || definition.nodes[node]?.id || "";
  const item = (name: string, ...body: nitro.Body[]) =>
    li({ body: [strong({ body: name }), ...body] });
  const items = [
    ...tasks.map((task) => {
      const address = `/app/task.htm?instance=${encodeURIComponent(id)}&element=${task.element}`;
      const mine = task.assignee === undefined
        ? bpe.byCandidates(who, task.roles, { do: "claim", task })
        : task.assignee === who.id;
      return item(
        task.name || task.node,
        span({ class: "muted", body: doneBy(task) }),
        mine && link({ href: address, class: "button", body: "Open the task" }),
      );
    }),
    ...state.waits.filter(({ kind }) => kind === "message").map((wait) =>
      item(
        nameOf(wait.node),
        span({ class: "muted", body: ` waits for a message, of ${laneOf(definition, wait.node)}` }),
        concerns(who, definition, wait.node) && button({
          id: `message-${wait.id}`,
          body: nameOf(wait.node),
          postback: { do: "message", wait: wait.id },
        }),
      )
    ),
    ...jobs.flatMap((job) => {
      if (state.incidents.some(({ element }) => element === job.element)) return [];
      const { failures, due } = job;
      const again = failures > 0 && due !== undefined ? [", tried again ", words.moment(due)] : [];
      const failed = failures > 0
        ? `, failed ${failures === 1 ? "once" : `${failures} times`}`
        : "";
      return [item(
        nameOf(job.node),
        span({ class: "muted", body: [" is under way", failed, ...again] }),
      )];
    }),
    ...state.waits.filter(({ kind, due }) => kind === "timer" && due !== undefined).map((wait) =>
      item(
        nameOf(wait.node),
        span({ class: "muted", body: [" timer, goes off ", words.moment(wait.due ?? 0)] }),
      )
    ),
  ];
  return items.length > 0 ? items : li({
    class: "muted",
    body: state.status === "active" ? "Nothing but the incident." : "It has ended.",
  });
}

function doneBy({ assignee, roles, users }: bpe.Task): string {
  if (assignee !== undefined) return ` claimed by ${assignee}`;
  return ` for ${[...new Set([...roles, ...users])].join(" or ") || "anybody"}, not claimed yet`;
}

/** The variables, named as the forms name them. */
export function facts(
  { stored: { state }, definition }: Pick<View, "stored" | "definition">,
): nitro.Element[] {
  const fields = words.fieldsOf(definition);
  const all = Object.entries(words.variablesOf(state)).filter(([, value]) => value !== null);
  return all.flatMap(([key, value]) => {
    const [name, said] = words.told(fields, key, value);
    return [dt({ body: name }), dd({ body: said })];
  });
}

function history({ definition, lines }: View): nitro.Element[] {
  const all = words.story(definition, lines).toReversed(), some = all.slice(0, steps());
  return [
    table({
      class: "story",
      body: [
        thead({ body: tr({ body: COLUMNS }) }),
        tbody({
          body: some.map(({ time, by, what, then }) =>
            tr({
              body: [
                td({ body: words.moment(time) }),
                td({ body: by || span({ class: "muted", body: "the engine" }) }),
                td({
                  body: [
                    what,
                    ul({ showIf: then.length > 0, body: then.map((body) => li({ body })) }),
                  ],
                }),
              ],
            })
          ),
        }),
      ],
    }),
    button({
      id: "earlier",
      class: "quiet",
      body: `Show earlier steps (${all.length - some.length})`,
      postback: { do: "earlier" },
      showIf: all.length > some.length,
    }),
  ];
}

const COLUMNS = ["When", "Who", "What"].map((body) => th({ attributes: { scope: "col" }, body }));

function steps(): number {
  const shown = nitro.state("steps");
  return typeof shown === "number" ? shown : SHOWN;
}

function laneOf(definition: bpe.Definition, node: number): string {
  return rolesOf(definition, definition.nodes[node]?.lane ?? bpe.NONE)[0] ?? "anybody";
}
