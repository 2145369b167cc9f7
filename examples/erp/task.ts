/**
 * The page of a task: claim it, fill its form, complete it, or give it back.
 *
 * @module
 */
import * as bpe from "../../bpe/mod.ts";
import { n2o, nitro } from "../../mod.ts";
import { self } from "./access.ts";
import type { Desk } from "./desk.ts";
import { dl } from "./elements.ts";
import { type Asking, forms } from "./forms.ts";
import { facts } from "./instance.ts";
import { isNews } from "./live.ts";
import { asked, go, instanceNamed, named, page, say } from "./page.ts";
import { region } from "./region.ts";
import { dueMark } from "./tasks.ts";
import { titleOf, variablesOf } from "./words.ts";
const { button, h1, h2, link, p, panel } = nitro;

/** The page of a task. */
export function task(desk: Desk): n2o.Page {
  const { runtime } = desk;
  const all = forms(desk, ({ definition, node }) => ({
    button: "Complete",
    place: () => placeOf(refOf()),
    async known() {
      const { state } = await runtime.instance(refOf().instance);
      return variablesOf(state);
    },
    async submit(given, { event }) {
      await runtime.complete(refOf(), given, { by: self(), key: event });
    },
    done() {
      go("/app/tasks.htm", `Done: ${bpe.nodeOf(definition, node)?.name || node}.`);
    },
  }));

  async function show(who: bpe.Identity): Promise<void> {
    const ref = refOf(),
      found = await runtime.task(ref),
      stored = await runtime.instance(ref.instance);
    const definition = await runtime.definition(stored.state.definition);
    const history = await Array.fromAsync(runtime.history(ref.instance));
    const isMine = found !== undefined && await may(found, who);
    region("head", head(found, stored, definition));
    await showWork(found, who, isMine);
    region(
      "facts",
      dl({
        id: "facts",
        class: "facts",
        body: isMine ? facts({ stored, definition }) : [],
      }),
    );
    region(
      "picture",
      panel({
        id: "picture",
        body: nitro.raw(bpe.picture(definition, {
          state: stored.state,
          history,
        })),
      }),
    );
  }

  /** What there is to do, where that is something else than before: a form that somebody fills in looks after itself. */
  async function showWork(
    found: bpe.Task | undefined,
    who: bpe.Identity,
    isMine: boolean,
  ): Promise<void> {
    const standing = JSON.stringify([found?.assignee, found?.roles, isMine]);
    if (nitro.state("work") === standing) return;
    nitro.state("work", standing);
    const body = found === undefined
      ? p({ body: "This task is done already, or was withdrawn." })
      : !isMine
      ? foreign(found)
      : found.assignee === who.id
      ? await work(found)
      : free();
    nitro.update("work", panel({ id: "work", class: "card", body }));
  }

  async function askingOf({ definition: key, node }: bpe.Task): Promise<Asking> {
    return { key, node, definition: await runtime.definition(key) };
  }

  async function work(found: bpe.Task): Promise<nitro.Body> {
    const asking = await askingOf(found), form = all.of(asking);
    const body = await form.body();
    await form.event("init");
    return [
      h2({ class: "unseen", body: "Form" }),
      fieldsOf(asking).length > 0
        ? null
        : p({ class: "muted", body: "It asks for nothing but to be done." }),
      body,
      button({ id: "release", class: "quiet", body: "Give back", postback: { do: "release" } }),
    ];
  }

  /** Hears what was done in a form: that of a task which is another's by now, or nobody's, is of no more use. */
  async function heard(event: unknown, who: bpe.Identity): Promise<void> {
    const found = await runtime.task(refOf());
    if (found === undefined) throw new bpe.BpeError("task", "is done already");
    if (found.assignee !== who.id) throw new bpe.BpeError("denied", "is another's");
    await all.of(await askingOf(found)).event(event);
  }

  async function change(act: () => Promise<bpe.Task>, said: string): Promise<void> {
    await act();
    say(said);
  }

  return page({
    end: all.close,
    async init(who) {
      await n2o.reg(["instance", refOf().instance]);
      await show(who);
    },
    async event(event, who) {
      const ref = refOf();
      if (isNews(event)) return await show(who);
      switch (asked(event)?.do) {
        case "claim":
          await change(() => runtime.claim(ref, { by: who }), "It is yours.");
          await show(who);
          return nitro.call({ qs: "#work form :is(input, select, textarea, button)" }, "focus");
        case "release":
          await change(() => runtime.release(ref, { by: who }), "It is free for others again.");
          await all.close();
          await show(who);
          return nitro.focus("claim");
        default:
          await heard(event, who);
      }
    },
  });
}

/** What there is to do with a task that nobody has claimed. */
function free(): nitro.Body {
  return [
    p({
      body:
        "Nobody works on this task. Claim it, and it is yours until you complete it or give it back.",
    }),
    button({ id: "claim", body: "Claim", postback: { do: "claim" } }),
  ];
}

/** Whether somebody works on a task, or may claim it. */
async function may(found: bpe.Task, who: bpe.Identity): Promise<boolean> {
  if (found.assignee !== undefined) return found.assignee === who.id;
  return await bpe.byCandidates(who, found.roles, { do: "claim", task: found });
}

function head(
  found: bpe.Task | undefined,
  { id, state }: bpe.Instance,
  definition: bpe.Definition,
): nitro.Element {
  const title = titleOf(definition, state), name = found?.name || found?.node || "Task";
  nitro.set({ g: "document" }, "title", `${name}: ${title} · N2O ERP`);
  return panel({
    id: "head",
    body: [
      h1({ body: name }),
      p({
        class: "muted",
        body: [
          link({ href: `/app/instance.htm?id=${encodeURIComponent(id)}`, body: title }),
          found === undefined || found.lane === "" ? "" : ` · ${found.lane}`,
          found?.due === undefined ? "" : [" · ", dueMark(found.due)],
        ],
      }),
    ],
  });
}

function foreign({ assignee, roles }: bpe.Task): nitro.Element[] {
  const whose = assignee === undefined
    ? `This task is for ${[...new Set(roles)].join(" or ") || "somebody else"}.`
    : `This task has been claimed by ${assignee}.`;
  return [
    p({ body: whose }),
    p({ body: link({ href: "/app/tasks.htm", body: "Go to my tasks" }) }),
  ];
}

function fieldsOf({ definition, node }: Asking): readonly bpe.FormField[] {
  return bpe.nodeOf(definition, node)?.vendor?.formFields ?? [];
}

/** What a draft is of. */
function placeOf({ instance, element }: bpe.TaskRef): string {
  return `${instance} ${element}`;
}

/** Which task the address names; one that names none names the task 0 of nobody. */
function refOf(): bpe.TaskRef {
  const element = Number(named("element"));
  return {
    instance: instanceNamed("instance"),
    element: Number.isSafeInteger(element) ? element : 0,
  };
}
