/**
 * Files of a form: what its person uploads becomes a value of its field.
 *
 * @module
 */
import type { Upload } from "../../n2o/file/mod.ts";
import { flash } from "../../nitro/mod.ts";
import { placeOf } from "../check/place.ts";
import { FormError } from "../error.ts";
import type { FileValue } from "../field/list/file.ts";
import type { Cell } from "../state/filled.ts";
import { said } from "../view/said.ts";
import type { Filling } from "./filling.ts";
import { follow } from "./handle.ts";
import { outlineOf } from "./show.ts";

/** Takes an upload up, where this page began it for a field of the form; false where it did not. */
export async function uploaded(filling: Filling, upload: Upload): Promise<boolean> {
  const { sheet, uploads } = filling, { id, meta, status, place } = upload;
  const cell = cellAt(filling, meta);
  if (cell === undefined) return false;
  if (status === "begun") uploads.add(id);
  // All pages of its owner hear of the end.
  if (!uploads.has(id)) return false;
  if (status === "begun") return true;
  uploads.delete(id);
  if (status === "aborted") return true;
  const { name, size, type } = upload, { path, node } = cell;
  const file: FileValue = { id: place, name, size, type };
  const before = Array.isArray(cell.value) && node.field.multiple === true ? cell.value : [];
  const value = [...before, file], at = placeOf(sheet, { ...cell, value });
  const [wrong] = node.type.check?.(value, at) ?? [];
  if (wrong !== undefined || cell.isDisabled || !cell.isVisible) {
    await filling.setup.options.files?.remove(place);
    flash(said(wrong ?? { path, code: "files" }, sheet), "error");
    return true;
  }
  const outline = outlineOf(filling);
  follow(filling, new Set(sheet.put(path, value)), outline);
  return true;
}

/** The field that an upload says it is for: what it says comes from the browser. */
function cellAt({ sheet }: Filling, meta: string): Cell | undefined {
  try {
    const cell = sheet.cell(meta);
    return cell.node.type.name === "file" ? cell : undefined;
  } catch (error) {
    if (FormError.is(error, "path")) return undefined;
    throw error;
  }
}
