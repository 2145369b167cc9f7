/**
 * The buttons of a form: buttons where they do something, links where they lead somewhere.
 *
 * @module
 */
import { type Body, button as press, type Element, link, panel } from "../../nitro/mod.ts";
import { CHECK_PROPS } from "../check/browser.ts";
import type { Button } from "../declaration/attributes.ts";
import type { WiredProps } from "../field/type.ts";
import type { Cell, Filled } from "../state/filled.ts";
import { drawing } from "./draw.ts";
import type { Drawing, ViewOptions } from "./options.ts";
import { placeOf } from "./place.ts";
import { classesOf } from "./fixed.ts";

/** The buttons of a form alone: nothing where it has none. */
export function buttonsView(filled: Filled, options: ViewOptions = {}): Element | undefined {
  const on = drawing(filled, options), body = buttonsOf(on);
  return body.length === 0 ? undefined : barOf(on, body);
}

/** The place of buttons. */
export function barOf({ ids }: Drawing, body: Body): Element {
  return panel({ id: `${ids.form}-buttons`, class: "buttons", body });
}

/** The buttons that were declared. Where values only show there are none that would submit them. */
export function buttonsOf(on: Drawing): readonly Element[] {
  const { filled: { compiled: { document: { buttons = [] } } }, isText } = on;
  const shown = isText ? buttons.filter((button) => !isSubmit(button)) : buttons;
  const main = mainOf(shown);
  return shown.map((button) => made(on, button, button === main));
}

function isSubmit({ postback, href }: Button): boolean {
  return postback === undefined && href === undefined;
}

/** The button that the Enter key is for: the form's own, else the first that submits. */
function mainOf(buttons: readonly Button[]): Button | undefined {
  const own = buttons.find(({ class: given, href }) =>
    href === undefined && /(^|\s)(sgreen|primary)(\s|$)/.test(classesOf(given, ""))
  );
  return own ?? buttons.find(isSubmit);
}

/** Whether all must be right before the page hears of a button. */
function isChecked(button: Button): boolean {
  const { sources = [], checked = sources.length > 0 } = button;
  return isSubmit(button) || checked;
}

function made(on: Drawing, button: Button, isMain: boolean): Element {
  const { href, target, title } = button, id = buttonId(on, button);
  const looks = classesOf(button.class, "");
  if (href !== undefined) {
    return link({
      id,
      class: looks,
      href,
      target,
      // Nobody who is led elsewhere gets a hold of this page.
      rel: target === "_blank" ? "noopener" : undefined,
      ...button.postback === undefined ? {} : wiredOf(on, button),
      body: title,
    });
  }
  const isDefault = isMain || isSubmit(button);
  return press({
    id,
    class: looks,
    type: isDefault && !on.isText ? "submit" : "button",
    data: {
      ...isMain && { "n2o-main": true },
      ...on.isChecked && isChecked(button) && CHECK_PROPS.data,
    },
    ...wiredOf(on, button),
    body: title,
  });
}

/** The id of a button: as a control's, and told from that of a field of the same name. */
function buttonId({ ids, filled: { compiled } }: Drawing, { id, name = "" }: Button): string {
  const own = id ?? name;
  return ids.control(own) + (compiled.children.has(own) ? "-button" : "");
}

function wiredOf(on: Drawing, button: Button): WiredProps {
  const { options: { press } } = on, { postback } = button;
  if (press !== undefined) return press({ press: "button", button });
  return postback === undefined ? {} : { postback, source: sourcesOf(on, button) };
}

/** Ids of the controls of the fields that a button names; what it names beside is an id already. */
function sourcesOf(on: Drawing, { sources = [] }: Button): readonly string[] {
  if (sources.length === 0) return sources;
  const { filled, ids } = on, cells = new Map(filled.cells().map((cell) => [cell.path, cell]));
  const of = (cell: Cell) =>
    cell.node.type.sources?.(placeOf(on, cell)) ?? [ids.control(cell.path)];
  return sources.flatMap((name) => {
    const cell = cells.get(name);
    return cell !== undefined ? of(cell) : filled.compiled.children.has(name) ? [] : [name];
  });
}
