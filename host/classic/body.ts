/**
 * The body of a form that brings no files, within bounds.
 *
 * @module
 */
import type { Clock } from "../../base/mod.ts";
import type { FormBounds } from "../file/bounds.ts";
import { multipart } from "../file/multipart/multipart.ts";
import { boundaryOf } from "../file/multipart/parameter.ts";
import { Refused } from "../file/multipart/refused.ts";
import { addText, textOf } from "../file/multipart/text.ts";
import { checkCoding, type Paced, paced } from "../file/pace.ts";
import { Fields } from "./fields.ts";

const URLENCODED = "application/x-www-form-urlencoded", MULTIPART = "multipart/form-data";

/**
 * The fields of a request. Rejects with {@linkcode Refused}: 400 for what is no form, 408 for one that comes too slowly, 413 for one that
 * is too large, 415 for another type and for files.
 */
export async function fieldsOf(
  request: Request,
  bounds: FormBounds,
  clock: Clock,
): Promise<Fields> {
  const type = request.headers.get("content-type") ?? "", [essence = ""] = type.split(";");
  const most = bounds.parts * (bounds.header + bounds.field);
  if (Number(request.headers.get("content-length") ?? 0) > most) throw tooLarge(most);
  checkCoding(request.headers, "form");
  const read = READERS[essence.trim().toLowerCase()];
  if (read === undefined) {
    throw new Refused("send a form", 415, { "accept-post": `${URLENCODED}, ${MULTIPART}` });
  }
  const body = paced(request.body, bounds, clock);
  try {
    return new Fields(await read(body, bounds, type));
  } catch (error) {
    await body.cancel();
    throw error;
  }
}

type Texts = ReadonlyMap<string, readonly string[]>;
type Reader = (body: Paced, bounds: FormBounds, type: string) => Promise<Texts>;

const READERS: Readonly<Record<string, Reader | undefined>> = {
  // No prototype: the type is what a client says.
  ["__proto__"]: undefined,
  [URLENCODED]: encoded,
  [MULTIPART]: inParts,
};

/** As the URL standard has it, section 5.1. */
async function encoded(body: Paced, { parts, header, field }: FormBounds): Promise<Texts> {
  const decoder = new TextDecoder(), most = parts * (header + field);
  let text = "", pairs = 1;
  for (let piece = await body.pieces(); piece !== undefined; piece = await body.pieces()) {
    if (body.size > most) throw tooLarge(most);
    for (const byte of piece) if (byte === 38 && ++pairs > parts) throw tooMany(parts);
    text += decoder.decode(piece, { stream: true });
  }
  const made = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text + decoder.decode())) {
    if (isLonger(value, field)) throw new Refused(`a field of more than ${field} bytes`, 413);
    if (isLonger(name, header)) {
      throw new Refused(`the name of a field of more than ${header} bytes`, 413);
    }
    addText(made, name, value);
  }
  return made;
}

/** Whether a text has more bytes than these, as UTF-8. */
function isLonger(text: string, bytes: number): boolean {
  // A UTF-16 unit has three at most: what is short needs no copy.
  if (text.length * 3 <= bytes) return false;
  return text.length > bytes || new TextEncoder().encode(text).length > bytes;
}

/** As RFC 7578 has it. */
async function inParts(body: Paced, bounds: FormBounds, type: string): Promise<Texts> {
  const boundary = boundaryOf(type), made = new Map<string, string[]>();
  if (boundary === undefined) throw new Refused("the Content-Type names no boundary that is one");
  for await (const part of multipart(body.pieces, boundary, bounds)) {
    // A control of which nobody chose a file is sent with an empty name.
    if (part.filename !== undefined && part.filename !== "") {
      throw new Refused("this form takes no files", 415);
    }
    const text = await textOf(part, bounds.field);
    if (part.filename === undefined) addText(made, part.name, text);
  }
  return made;
}

function tooLarge(most: number): Refused {
  return new Refused(`a form of more than ${most} bytes`, 413);
}

function tooMany(parts: number): Refused {
  return new Refused(`a form of more than ${parts} parts`, 413);
}
