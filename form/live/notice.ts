/**
 * What stands above a form: a draft that was taken up, or that may be, and what two people have changed.
 *
 * @module
 */
import {
  type Body,
  button,
  type Element,
  h3,
  label,
  p,
  panel,
  radio,
  update,
} from "../../nitro/mod.ts";
import { diff } from "../value/diff.ts";
import type { Side } from "../value/merge.ts";
import type { Draft } from "./store/drafts.ts";
import { type FormEvent, postbackOf } from "./event/event.ts";
import type { Filling } from "./filling.ts";
import type { Clash } from "./origin.ts";
import { isSeen, nodeOf, sideBySide, valueSaid } from "./said.ts";

/** The most differences that are shown. */
const MOST = 50;

/** What stands above the form; it is there before there is anything to say, or nobody would hear of it. */
export function notice(filling: Filling): Element {
  const { ids: { form } } = filling;
  return panel({
    id: `${form}-notice`,
    class: "n2o-notice",
    role: "status",
    body: said(filling),
  });
}

/** Shows it anew. */
export function showNotice(filling: Filling): void {
  update(`${filling.ids.form}-notice`, notice(filling));
}

function said(filling: Filling): Body {
  const { clash, offered, isRestored, locale } = filling;
  if (clash !== undefined) return asked(filling, clash);
  if (offered !== undefined) return offer(filling, offered);
  if (!isRestored) return null;
  return [
    p({ body: locale.say("draft.restored") }),
    pressing(filling, "discard", "draft.discard", { do: "draft", isUsed: false }),
  ];
}

function pressing(
  { ids: { form }, setup: { compiled }, locale }: Filling,
  id: string,
  key: string,
  event: FormEvent,
): Element {
  return button({
    id: `${form}-${id}`,
    body: locale.say(key),
    postback: postbackOf(form, compiled, event),
  });
}

/** A draft that was begun from another version of the record: what it would change. */
function offer(filling: Filling, { dump, at }: Draft): Body {
  const { origin, locale, ids: { form } } = filling;
  const yours = filling.made(origin, dump).record();
  const { setup: { compiled }, permission } = filling;
  const rows = diff(compiled, origin.value, yours).filter(({ path }) => {
    const node = nodeOf(compiled, path);
    return node === undefined || isSeen(permission, node);
  }).slice(0, MOST);
  const when = new Intl.DateTimeFormat(locale.tag, { dateStyle: "medium", timeStyle: "short" })
    .format(at);
  return [
    h3({ body: locale.say("draft.offered", { when }) }),
    sideBySide(
      filling,
      ["clash.theirs", "clash.yours"],
      rows.map(({ path, was, now }) => ({
        path,
        cells: [valueSaid(filling, path, was), valueSaid(filling, path, now)],
      })),
      `${form}-draft`,
    ),
    pressing(filling, "use", "draft.use", { do: "draft", isUsed: true }),
    pressing(filling, "discard", "draft.discard", { do: "draft", isUsed: false }),
  ];
}

/** Three columns: what it was, what it is now, what this person entered. */
function asked(filling: Filling, { conflicts, sides }: Clash): Body {
  const { locale, ids: { form } } = filling, id = `${form}-clash`;
  return panel({
    id,
    tabindex: -1,
    role: "group",
    aria: { labelledby: `${id}-title` },
    body: [
      h3({ id: `${id}-title`, body: locale.say("clash.title") }),
      p({ body: locale.say("clash.ask") }),
      sideBySide(
        filling,
        ["clash.was", "clash.theirs", "clash.yours"],
        conflicts.map(({ path, was, theirs, yours }, at) => ({
          path,
          cells: [
            valueSaid(filling, path, was),
            choice(filling, at, "theirs", sides[at], valueSaid(filling, path, theirs)),
            choice(filling, at, "yours", sides[at], valueSaid(filling, path, yours)),
          ],
        })),
        `${id}-table`,
      ),
      pressing(filling, "settle", "clash.save", { do: "settle" }),
    ],
  });
}

/** One of two values; the arrows of the keyboard go from one to the other. */
function choice(
  { ids: { form }, setup: { compiled } }: Filling,
  at: number,
  side: Side,
  chosen: Side | undefined,
  body: Body,
): Element {
  const id = `${form}-clash-${at}-${side}`, name = `${form}-clash-${at}`;
  const named = `${form}-clash-table-${at}-name`;
  return label({
    id: `${id}-label`,
    body: [
      radio({
        id,
        name,
        value: side,
        checked: chosen === side,
        aria: { labelledby: `${named} ${id}-label` },
        postback: postbackOf(form, compiled, { do: "side", at, side }),
        source: [],
      }),
      body,
    ],
  });
}
