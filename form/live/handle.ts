/**
 * What a person does with a form, carried out.
 *
 * @module
 */
import { focus, qv } from "../../nitro/mod.ts";
import { below } from "../value/path.ts";
import { placeOf } from "../check/place.ts";
import { movedRow } from "../view/rows/moved.ts";
import { pageAt, pageOf } from "../view/rows/page.ts";
import { recheck, recheckLater } from "./checking.ts";
import { chooseSide, settleClash } from "./clash.ts";
import { restored } from "./begin.ts";
import type { FormEvent } from "./event/event.ts";
import { type Filling, refusal } from "./filling.ts";
import { focusAmong } from "./focus.ts";
import { showNotice } from "./notice.ts";
import { lookOf, outlineOf, showChanged, showWhole } from "./show.ts";
import { beginAgain, goTo, movedTo } from "./steps.ts";
import { pressed, submit } from "./submit.ts";

/**
 * Carries out an event. What may not be done is refused before anything is changed.
 *
 * @throws {FormError} `path` for a place that there is not, or that this person may not change now; `limit`, `value`
 */
export async function handle(filling: Filling, event: FormEvent): Promise<void> {
  switch (event.do) {
    case "enter":
    case "type":
      enter(filling, event.at, event.do === "type");
      return event.do === "type" ? undefined : await later(filling, event.at);
    case "add":
    case "copy":
    case "remove":
    case "up":
    case "down":
    case "sort":
      return rows(filling, event);
    case "page":
      return page(filling, event.at, event.to);
    case "step":
      return await goTo(filling, event.to, event.isChecked);
    case "moved":
      return await movedTo(filling);
    case "button":
      return await filling.turns.run("submit", () => pressed(filling, event.at));
    case "draft":
      return await draft(filling, event.isUsed);
    case "side":
      return chooseSide(filling, event.at, event.side);
    case "settle":
      return await filling.turns.run("submit", async () => {
        if (settleClash(filling)) await submit(filling);
      });
  }
}

/** What came of a control. */
function enter(filling: Filling, path: string, isTyped: boolean): void {
  const { sheet, ids } = filling, cell = sheet.cell(path), look = lookOf(cell);
  const outline = outlineOf(filling), id = ids.control(path);
  const place = { ...placeOf(sheet, cell), id };
  const [source = id] = cell.node.type.sources?.(place) ?? [id];
  const changed = new Set(sheet.enter(path, qv(source), qv));
  if (!isTyped) add(changed, sheet.touch(path));
  follow(filling, changed, outline, { path, look, isTyped });
}

/** Shows what a store, or a check that takes its time, says of what a person has left. */
async function later(filling: Filling, path: string): Promise<void> {
  const changed = await recheckLater(filling, path);
  if (changed.size > 0) showChanged(filling, changed);
}

/** Shows what follows from a change, and keeps it. */
export function follow(
  filling: Filling,
  changed: Set<string>,
  outline: string,
  own?: { readonly path: string; readonly look: string; readonly isTyped: boolean },
): void {
  add(changed, recheck(filling, changed));
  filling.changed();
  if (outlineOf(filling) !== outline) showWhole(filling);
  else showChanged(filling, changed, own);
}

function add(to: Set<string>, more: Iterable<string>): void {
  for (const each of more) to.add(each);
}

/** What is done to rows. */
type RowEvent = Extract<FormEvent, { readonly do: "add" | "sort" } | { readonly key: string }>;

/** What was done to the rows of a group. */
function rows(
  filling: Filling,
  event: RowEvent,
): void {
  const { sheet, pages } = filling, { at } = event, outline = outlineOf(filling);
  groupAt(filling, at);
  const changed = new Set<string>([at]), before = sheet.rows(at);
  let key: string | undefined;
  if (!("key" in event)) {
    if (event.do === "sort") add(changed, sorted(filling, at));
    else {
      const made = sheet.add(at);
      add(changed, made.changed);
      key = made.key;
    }
  } else {
    const place = before.indexOf(event.key);
    if (place < 0) throw refusal(below(at, event.key), "the group has no such row");
    if (event.do === "copy") {
      const made = sheet.copy(at, event.key);
      add(changed, made.changed);
      key = made.key;
    } else if (event.do === "remove") {
      add(changed, sheet.remove(at, event.key));
      key = before[place + 1] ?? before[place - 1];
    } else {
      const to = place + (event.do === "up" ? -1 : 1);
      if (to < 0 || to >= before.length) return;
      add(changed, sheet.move(at, event.key, to));
      key = event.key;
    }
  }
  if (key !== undefined) pages.set(at, pageAt(sheet.rows(at).indexOf(key)));
  follow(filling, changed, outline);
  focusRow(filling, at, key, event.do);
}

/** Has the keyboard go on where the person does. */
function focusRow(
  filling: Filling,
  at: string,
  key: string | undefined,
  done: FormEvent["do"],
): void {
  const { sheet, ids } = filling;
  if (key === undefined) return done === "remove" ? focus(`${ids.control(at)}-add`) : undefined;
  const row = below(at, key);
  if (done === "up" || done === "down") return focus(`${ids.control(row)}-${done}`);
  if (done === "remove") return focus(`${ids.control(row)}-remove`);
  focusAmong(filling, sheet.cells(row));
}

/** A row as the person moved it, on the page that shows. */
function sorted(filling: Filling, at: string): ReadonlySet<string> {
  const { sheet, ids, pages } = filling;
  const moved = movedRow(qv(ids.control(at)), pageOf(sheet.rows(at), pages.get(at)));
  return moved === undefined ? new Set() : sheet.move(at, moved.key, moved.to);
}

/** Another page of a long group. */
function page(filling: Filling, at: string, to: number): void {
  groupAt(filling, at);
  const { pages } = pageOf(filling.sheet.rows(at), to);
  if (to < 1 || to > pages) throw refusal(at, `there is no page ${to} of ${pages}`);
  filling.pages.set(at, to);
  showChanged(filling, new Set([at]));
}

/** Makes sure that a path is a group whose rows this person may see. */
function groupAt({ sheet }: Filling, at: string): void {
  const { node, isVisible } = sheet.cell(at);
  if (!node.isRepeated || !isVisible) throw refusal(at, "there are no rows here");
}

/** What becomes of a draft: taken up, also where the record moved on, or given up. */
async function draft(filling: Filling, isUsed: boolean): Promise<void> {
  const { offered } = filling;
  if (isUsed && offered !== undefined) {
    restored(filling, offered);
    filling.changed();
  } else {
    await filling.saving?.drop();
    if (filling.isRestored) filling.sheet = filling.made(filling.origin);
    filling.isRestored = false;
    filling.isSummed = false;
    filling.step = 1;
  }
  filling.offered = undefined;
  // What was said was said of another form.
  filling.later = filling.found = filling.issues = [];
  showNotice(filling);
  showWhole(filling);
  // The button that was pressed is not there any more.
  beginAgain(filling);
}
