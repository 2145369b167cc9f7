/**
 * The page of a task: claim it, fill its form, complete it, or give it back.
 *
 * @module
 */
import * as bpe from "../../bpe/mod.ts";
import { n2o, nitro } from "../../mod.ts";
import type { Desk } from "./desk.ts";
import { dl, form } from "./elements.ts";
import { answer, complain, controls, sources } from "./form.ts";
import { facts } from "./instance.ts";
import { isNews } from "./live.ts";
import { asked, go, instanceNamed, named, page, say } from "./page.ts";
import { region } from "./region.ts";
import { dueMark } from "./tasks.ts";
import { titleOf, variablesOf } from "./words.ts";
const { button, h1, h2, link, p, panel, span } = nitro;

/** The page of a task. */
export function task(desk: Desk): n2o.Page {
  const { runtime } = desk;

  async function show(who: bpe.Identity): Promise<void> {
    const ref = refOf(),
      found = await runtime.task(ref),
      stored = await runtime.instance(ref.instance);
    const definition = await runtime.definition(stored.state.definition);
    const history = await Array.fromAsync(runtime.history(ref.instance));
    const isMine = found !== undefined && await may(found, who);
    region("head", head(found, stored, definition));
    region(
      "work",
      panel({
        id: "work",
        class: "card",
        body: found === undefined
          ? p({ body: "This task is done already, or was withdrawn." })
          : isMine
          ? work(found, who, definition, stored.state)
          : foreign(found),
      }),
    );
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

  async function complete(who: bpe.Identity): Promise<void> {
    const ref = refOf(), found = await runtime.task(ref);
    if (found === undefined) throw new bpe.BpeError("task", "is done already");
    const { state } = await runtime.instance(ref.instance);
    const fields = fieldsOf(await runtime.definition(found.definition), found);
    const given = answer(fields, variablesOf(state));
    complain(fields, given);
    if (Object.keys(given.wrong).length > 0) return;
    await runtime.complete(ref, given.values, { by: who, key: nitro.eventId() });
    go("/app/tasks.htm", `Done: ${found.name || found.node}.`);
  }

  async function change(act: () => Promise<bpe.Task>, said: string): Promise<void> {
    await act();
    say(said);
  }

  return page({
    async init(who) {
      await n2o.reg(["instance", refOf().instance]);
      await show(who);
    },
    async event(event, who) {
      const ref = refOf();
      switch (asked(event)?.do) {
        case "claim":
          await change(() => runtime.claim(ref, { by: who }), "It is yours.");
          await show(who);
          return nitro.call({ qs: "#form :is(input, select, textarea, button)" }, "focus");
        case "release":
          await change(() => runtime.release(ref, { by: who }), "It is free for others again.");
          await show(who);
          return nitro.focus("claim");
        case "complete":
          return await complete(who);
        default:
          if (isNews(event)) await show(who);
      }
    },
  });
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

function work(
  found: bpe.Task,
  who: bpe.Identity,
  definition: bpe.Definition,
  state: bpe.State,
): nitro.Element[] {
  if (found.assignee !== who.id) {
    return [
      p({
        body:
          "Nobody works on this task. Claim it, and it is yours until you complete it or give it back.",
      }),
      button({ id: "claim", body: "Claim", postback: { do: "claim" } }),
    ];
  }
  const fields = fieldsOf(definition, found);
  const completed = nitro.event({
    target: "form",
    type: "submit",
    postback: { do: "complete" },
    source: sources(fields),
  });
  return [
    h2({ class: "unseen", body: "Form" }),
    form({
      id: "form",
      actions: [completed],
      body: [
        ...controls(fields, variablesOf(state)),
        panel({
          class: "row",
          body: [
            button({ id: "complete", type: "submit", body: "Complete" }),
            button({
              id: "release",
              class: "quiet",
              body: "Give back",
              postback: { do: "release" },
            }),
          ],
        }),
      ],
    }),
    span({
      class: "muted",
      body: "It asks for nothing but to be done.",
      showIf: fields.length === 0,
    }),
  ];
}

function fieldsOf(definition: bpe.Definition, { node }: bpe.Task): readonly bpe.FormField[] {
  return bpe.nodeOf(definition, node)?.vendor?.formFields ?? [];
}

/** Which task the address names; one that names none names the task 0 of nobody. */
function refOf(): bpe.TaskRef {
  const element = Number(named("element"));
  return {
    instance: instanceNamed("instance"),
    element: Number.isSafeInteger(element) ? element : 0,
  };
}
