/**
 * The headers of a part of a form (RFC 7578, section 4).
 *
 * @module
 */
import { Refused } from "./refused.ts";
import { extended, parametrised } from "./parameter.ts";

/** What a part says of itself. */
export interface Head {
  /** The name of the form's control. */
  readonly name: string;
  /** The name of the file, "" where nobody chose one; undefined for a part that is no file. */
  readonly filename: string | undefined;
}

/** Most headers of a part. */
const HEADERS = 16;
const HEADER = /^([!#$%&'*+.^`|~\w-]+):[ \t]*(.*?)[ \t]*$/;
// deno-lint-ignore no-control-regex -- they are what is looked for
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads the headers of a part; `bytes` are the lines without the empty one behind them.
 *
 * @throws {Refused} for what is no header, says something twice, or is no UTF-8, and for a part without a name.
 */
export function headOf(bytes: Uint8Array): Head {
  const headers = headersOf(textOf(bytes));
  const coding = headers.get("content-transfer-encoding")?.toLowerCase() ?? "binary";
  if (!["7bit", "8bit", "binary"].includes(coding)) {
    throw new Refused("a part is coded: send its bytes as they are");
  }
  const found = parametrised(headers.get("content-disposition") ?? "");
  const name = found?.parameters.get("name");
  if (found?.value !== "form-data" || name === undefined) {
    throw new Refused('a part has no header Content-Disposition: form-data; name="..."');
  }
  return { name: plain(name), filename: filenameOf(found.parameters) };
}

function filenameOf(parameters: ReadonlyMap<string, string>): string | undefined {
  const long = parameters.get("filename*"), short = parameters.get("filename");
  if (long === undefined) return short === undefined ? undefined : plain(short);
  // The one in which every name can be written counts (RFC 6266, section 4.3).
  const text = extended(long);
  if (text === undefined) throw new Refused("filename*: write it as UTF-8''na%C3%AFve.txt");
  return text;
}

/** A name as it was before a browser wrote it into a header (WHATWG HTML, section 4.10.22.7). */
function plain(name: string): string {
  return name.replace(/%22/g, '"').replace(/%0D/gi, "\r").replace(/%0A/gi, "\n");
}

function textOf(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    throw new Refused("the headers of a part are no UTF-8");
  }
}

function headersOf(text: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>(), lines = text === "" ? [] : text.split("\r\n");
  if (lines.length > HEADERS) throw new Refused(`a part has more than ${HEADERS} headers`, 413);
  for (const line of lines) {
    const [, name, value = ""] = CONTROL.test(line) ? [] : HEADER.exec(line) ?? [];
    const key = name?.toLowerCase();
    if (key === undefined) throw new Refused("a line in a part's headers is none");
    if (headers.has(key)) throw new Refused(`a part has the header ${key} twice`);
    headers.set(key, value);
  }
  return headers;
}
