/**
 * What the browser says of a field, where it finds something wrong by itself.
 *
 * @module
 */
import { hte } from "../../../nitro/mod.ts";
import { browserProps } from "../../check/browser.ts";
import type { Node } from "../../document/compile.ts";
import type { Place } from "../../field/type.ts";
import type { Locale } from "../../locale/locale.ts";
import type { Drawing } from "../options.ts";

/** What was put together of a field, and of what that was. */
interface Said extends Pick<Place, "isRequired" | "min" | "max"> {
  readonly attribute: string;
}

const known = new WeakMap<Locale, WeakMap<Node, Said>>();

/** The attribute of a panel that has it; the same text for all rows, until a rule says another bound. */
export function saying({ filled, isChecked }: Drawing, node: Node, place: Place): string {
  if (!isChecked || place.isDisabled) return "";
  const { locale, compiled } = filled, { isRequired, min, max } = place;
  let ofLocale = known.get(locale);
  if (ofLocale === undefined) known.set(locale, ofLocale = new WeakMap());
  const found = ofLocale.get(node);
  if (found?.isRequired === isRequired && found.min === min && found.max === max) {
    return found.attribute;
  }
  const text = browserProps(place, locale, compiled)?.data["n2o-say"];
  const attribute = text === undefined ? "" : ` data-n2o-say="${hte(text)}"`;
  ofLocale.set(node, { isRequired, min, max, attribute });
  return attribute;
}
