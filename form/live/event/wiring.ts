/**
 * How the controls and buttons of a form reach it.
 *
 * @module
 */
import { event } from "../../../nitro/mod.ts";
import type { Compiled } from "../../document/compile.ts";
import type { Wired, WiredProps } from "../../field/type.ts";
import { lastOf } from "../../value/path.ts";
import type { Press } from "../../view/options.ts";
import { type FormEvent, postbackOf } from "./event.ts";
import { namesRead } from "./read.ts";

/** How long a person stops typing until what others follow is heard, and what only a draft keeps, in milliseconds. */
const PAUSE = 150, DRAFT_PAUSE = 500;

/** How each control reports: what it holds when it is left, and while it is typed into where a rule reads it, or a draft keeps it. */
export function wiredOf(
  form: string,
  compiled: Compiled,
  isDrafted: boolean,
): (path: string) => Wired {
  const read = namesRead(compiled);
  return (path) => ({
    wire(id, sources = [id]): WiredProps {
      const left = postbackOf(form, compiled, { do: "enter", at: path });
      const isRead = read.has(lastOf(path));
      if (!isRead && !isDrafted) return { postback: left, source: sources };
      const debounce = isRead ? PAUSE : DRAFT_PAUSE;
      const typed = postbackOf(form, compiled, { do: "type", at: path });
      const actions = [
        event({ target: id, type: "input", debounce, postback: typed, source: sources }),
      ];
      return { postback: left, source: sources, actions };
    },
  });
}

/** How what a person does beside that is reported. */
export function pressOf(form: string, compiled: Compiled): (press: Press) => WiredProps {
  const { document: { buttons = [] } } = compiled;
  const said = (press: Press): FormEvent => {
    switch (press.press) {
      case "button":
        return { do: "button", at: Math.max(0, buttons.indexOf(press.button)) };
      case "step":
        return { do: "step", to: press.to, isChecked: press.isChecked };
      case "page":
        return { do: "page", at: press.path, to: press.to };
      case "add":
      case "sort":
        return { do: press.press, at: press.path };
      default:
        return { do: press.press, at: press.path, key: press.key };
    }
  };
  return (press) => ({ postback: postbackOf(form, compiled, said(press)) });
}
