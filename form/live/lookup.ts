/**
 * What a lookup of a form asks, answered by the application's lists.
 *
 * @module
 */
import { type Lookup, offer } from "../../nitro/rich.ts";
import { checkedPath } from "../value/path.ts";
import { type Filling, refusal } from "./filling.ts";

/**
 * Answers a lookup; false where it is none of this form.
 *
 * @throws {FormError} `path` for a field that this person may not change now
 */
export async function found(filling: Filling, asked: Lookup): Promise<boolean> {
  const { about } = asked, { sheet, ids, setup: { options: { options } } } = filling;
  if (typeof about !== "object" || about === null || !("path" in about)) return false;
  const path = checkedPath(about.path);
  if (!asked.id.startsWith(ids.control(path))) return false;
  const { isVisible, isDisabled, node: { field } } = sheet.cell(path);
  if (!isVisible || isDisabled) throw refusal(path, "nothing can be chosen here now");
  const { items, next } = options === undefined
    ? { items: [] }
    : await options.find(asked, field, path);
  offer(asked, items, next);
  return true;
}
