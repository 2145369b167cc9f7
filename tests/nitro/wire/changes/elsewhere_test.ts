import { type Action, type Body, elements, renderBody } from "../../../../nitro/mod.ts";
import { changes } from "../../../../nitro/wire/changes/changes.ts";
import { assert, equal } from "../../../_support/assert.ts";
import { type Random, random } from "../../../_support/random.ts";
import { Page } from "./document.ts";

const SEED = 20_261_129;
const { div, li, output, p, ul } = elements;
const LISTS = ["todo", "doing", "done"] as const;

/** Lists of a board, each with its items by their ids. */
type Board = Record<string, string[]>;

/** A connection with what it remembers, beside a page that gets all and one that gets only what changed. */
class Both {
  readonly whole = new Page(
    `<div id="board">${LISTS.map((id) => `<ul id="${id}"></ul>`).join("")}</div>`,
  );
  readonly small = new Page(
    `<div id="board">${LISTS.map((id) => `<ul id="${id}"></ul>`).join("")}</div>`,
  );
  #bytes: Uint8Array<ArrayBuffer> | undefined;
  #actions: Action[] = [];
  #rendered = new Map<Action, readonly Action[]>();
  /** Updates that went out as something smaller. */
  count = 0;

  update(target: string, body: Body): void {
    const { html, actions } = renderBody(body), update: Action = { action: "update", target, html };
    this.#actions.push(update, ...actions);
    this.#rendered.set(update, actions);
  }

  wire(action: Action): void {
    this.#actions.push(action);
  }

  /** Sends what was wired. */
  send(about: string): void {
    const { actions, bytes } = changes(this.#actions, this.#rendered, {
      bytes: this.#bytes,
      session: "s",
      now: 1,
      lasts: 1,
    });
    assert(bytes.length <= 8_192);
    this.#bytes = bytes;
    const updates = (all: readonly Action[]) => all.filter(({ action }) => action === "update");
    this.count += updates(this.#actions).length - updates(actions).length;
    this.whole.run(this.#actions);
    this.small.run(actions);
    equal(this.small.shown, this.whole.shown, about);
    this.#actions = [];
    this.#rendered = new Map();
  }
}

const list = (id: string, items: string[], note = "") =>
  ul({
    id,
    title: note || undefined,
    body: items.map((item) =>
      li({ id: item, body: [output({ id: `${item}-text`, body: `${item} ${note}` }), " of it"] })
    ),
  });

/** Moves an item from a list to another. */
function moveItem(board: Board, { below, pick }: Random): string[] {
  const from = pick(LISTS), to = pick(LISTS);
  const [item] = board[from]!.splice(below(board[from]!.length), 1);
  if (item !== undefined) board[to]!.splice(below(board[to]!.length + 1), 0, item);
  return below(2) ? [from, to] : [to, from];
}

/** Something that an application does besides, which a later update states otherwise. */
function disturb(both: Both, board: Board, { below, pick }: Random): void {
  const target = pick(LISTS), [item] = board[target]!;
  if (item === undefined) return;
  switch (below(5)) {
    case 0:
      // The element is another one then, or none.
      return both.update(
        item,
        pick([p({ body: "another" }), "", div({ id: "other", body: "one" })]),
      );
    case 1:
      return both.wire({ action: "remove", target: item });
    case 2:
      return both.wire({ action: "clear", target: item });
    case 3: {
      const where = pick(["beforebegin", "afterend", "afterbegin", "beforeend"] as const);
      return both.wire({ action: "insert", target: item, where, html: "<hr>", tag: "div" });
    }
    default:
      return both.update(`${item}-text`, output({ id: `${item}-text`, body: "inner" }));
  }
}

Deno.test(`an item that goes from one target to another is there once, whichever is updated first, seed ${SEED}`, () => {
  let count = 0;
  for (let series = 0; series < 25; series++) {
    const choices = random(SEED + series), { below } = choices, both = new Both();
    const board: Board = { todo: ["a", "b", "c"], doing: ["d"], done: [] };
    const all = () => LISTS.map((id) => list(id, board[id]!));
    for (const id of LISTS) both.update(id, list(id, board[id]!));
    both.send("first");
    for (let step = 0; step < 10; step++) {
      const note = below(3) ? "" : `note ${below(3)}`;
      if (below(3) === 0) {
        disturb(both, board, choices);
        both.send(`series ${series}, step ${step}, disturbed`);
        both.update("board", div({ id: "board", body: all() }));
      }
      for (const id of moveItem(board, choices)) both.update(id, list(id, board[id]!, note));
      // What was said with the item in both may still be in one.
      for (const id of LISTS) if (below(2)) both.update(id, list(id, board[id]!, note));
      both.send(`series ${series}, step ${step}`);
    }
    count += both.count;
  }
  assert(count > 100, `${count} updates were small`);
});

Deno.test("an element that an update took away is stated again by what is around it", () => {
  for (
    const instead of [
      "",
      p({ body: "text" }),
      [p({ body: "one" }), p({ body: "two" })],
      div({ id: "other" }),
    ]
  ) {
    const both = new Both();
    const board = () =>
      div({ id: "board", body: [list("todo", ["a", "b"]), p({ body: "said" }), "more"] });
    both.update("board", board());
    both.send("first");
    both.update("a", instead);
    both.send("gone");
    both.update("board", board());
    both.send("again");
  }
});

Deno.test("of two targets that have one id neither is told by it, and each is small again once it is alone", () => {
  const both = new Both();
  const one = (id: string, text: string, inner = "name") =>
    ul({
      id,
      body: [li({ body: output({ id: inner, body: text }) }), li({ body: "more than that" })],
    });
  const say = (...said: [string, string, string?][]) => {
    for (const [id, text, inner] of said) both.update(id, one(id, text, inner));
    both.send(JSON.stringify(said));
  };
  say(["todo", "1"], ["done", "1"]);
  say(["done", "2"], ["done", "3"], ["todo", "2"]);
  say(["todo", "3"], ["done", "4"]);
  equal(both.count, 0);
  say(["todo", "4", "own"], ["done", "5"]);
  say(["todo", "5", "own"], ["done", "6"]);
  say(["todo", "6", "own"], ["done", "7"]);
  assert(both.count >= 2, `${both.count} updates were small`);
});

Deno.test("what leads out of an element, or has it found no more, has all stated again", () => {
  const body = () => div({ id: "board", body: [output({ id: "a", body: "1" }), " and more"] });
  const after = (action: Action) => {
    let bytes: Uint8Array<ArrayBuffer> | undefined;
    const say = (...before: Action[]) => {
      const { html, actions } = renderBody(body());
      const update: Action = { action: "update", target: "board", html };
      const shown = { bytes, session: "s", now: 1, lasts: 1 };
      const made = changes([...before, update], new Map([[update, actions]]), shown);
      bytes = made.bytes;
      return made.actions.slice(before.length).map((each) =>
        "target" in each ? `${each.action} ${each.target}` : each.action
      );
    };
    say();
    return say(action);
  };
  const set = (path: string, target = "a") =>
    after({ action: "set", target, path, value: "x" }).join();
  for (
    const path of ["id", "outerText", "nextSibling.data", "parentNode.title", "form.x.value"]
  ) equal(set(path), "update board", path);
  for (const name of ["id", "ID"]) {
    equal(after({ action: "attr", target: "a", name, value: "x" }), ["update board"]);
  }
  for (const path of ["title", "style.color", "dataset.id", "value"]) {
    equal(set(path), "update a", path);
    equal(set(path, "other"), "", path);
  }
  equal(after({ action: "set", target: { g: "document" }, path: "title", value: "x" }), []);
});
