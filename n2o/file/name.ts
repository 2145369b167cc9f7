/**
 * Which names a file may have: those that are safe as the last part of a path on every system, and that show what they are.
 *
 * @module
 */

/** Bytes of a name in UTF-8: what file systems take, and room for a number behind it. */
const LONGEST = 240;
/** What separates the parts of a path somewhere; the colon also parts a disk, and a stream of NTFS, from the rest. */
const SEPARATORS = /[/\\:]/;
/** Controls, and what turns the direction of the text around it: `annexe\u202Egpj.exe` is shown as a picture. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u;
/** What a person sees of a name. */
const VISIBLE = /[^\p{Default_Ignorable_Code_Point}\s\p{M}]/u;
/** Devices of Windows, whatever their extension. */
const DEVICES = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i;

/**
 * What is wrong with the name of a file, undefined for nothing; it is looked at in normal form C, as it is kept.
 *
 * @example
 * ```ts
 * import { complaintOfName } from "@n2o/n2o/n2o/file";
 *
 * if (complaintOfName("звіт 2026.pdf") !== undefined) throw new Error("a good name");
 * for (const name of ["../passwd", "/etc/passwd", "C:\\x", "con.txt", "a.", "", "a\0b"]) {
 *   if (complaintOfName(name) === undefined) throw new Error(`${name} is taken`);
 * }
 * ```
 */
export function complaintOfName(given: string): string | undefined {
  const name = given.normalize("NFC");
  if (name === "") return "is empty";
  if (name === "." || name === "..") return "is a folder";
  if (!name.isWellFormed()) return "is no Unicode";
  if (SEPARATORS.test(name)) return "has a separator of paths";
  if (CONTROLS.test(name)) return "has control characters";
  if (!VISIBLE.test(name)) return "shows nothing";
  if (/^\s|[\s.]$/u.test(name)) {
    return "begins or ends with a space, or ends with a dot";
  }
  // Windows looks at what stands before the first dot, less the spaces at its end.
  if (DEVICES.test(name.replace(/ +(?=\.|$)/, ""))) return "is that of a device";
  if (new TextEncoder().encode(name).length > LONGEST) return `has more than ${LONGEST} bytes`;
  return undefined;
}
