/**
 * `file`: files that the person sent.
 *
 * @module
 */
import { isPlainObject } from "../../../base/mod.ts";
import { checkbox, div, li, ul, upload } from "../../../nitro/mod.ts";
import type { Issue } from "../../issue.ts";
import type { AnyField } from "../../declaration/field.ts";
import { decimalOf, writeDecimal } from "../../locale/number.ts";
import type { Locale } from "../../locale/locale.ts";
import { ariaOfGroup } from "../control.ts";
import { uploadWords } from "../lookup/words.ts";
import { optionId } from "../choice/option.ts";
import type { FieldType, JsonSchema } from "../type.ts";

/** A file that a field holds: what it is known by, where the application keeps it, and what is said of it. */
export interface FileValue {
  /** What it is known by. */
  readonly id: string;
  /** The name that it is shown under, and whose end `accept` is compared with. */
  readonly name: string;
  /** Its size, in bytes. */
  readonly size: number;
  /** Its type: a MIME type, as its content has it. */
  readonly type: string;
}

/** The most files of a field. */
const MOST = 100;
/** The longest text about a file, in UTF-16 units. */
const LONGEST = 1_000;

/**
 * Files. They are sent by the `upload` of nitro, which stands in the control with the id of the field and `-upload`, and put by whoever
 * takes them; the person unticks what is not to stay. A control can take files away only: what a client says of others is not read.
 */
export const file: FieldType<readonly FileValue[]> = {
  name: "file",
  label: "group",
  control(place, wired) {
    const { id, value = [], field, isDisabled, locale } = place;
    return div({
      id,
      class: "n2o-files",
      role: "group",
      aria: ariaOfGroup(place),
      body: [
        value.length > 0 && ul({
          body: value.map((each) => {
            const own = keptId(id, each);
            return li({
              body: checkbox({
                id: own,
                checked: true,
                disabled: isDisabled,
                body: locale.say("kept", { name: said(each, locale) }),
                ...wired.wire(own, [own]),
              }),
            });
          }),
        }),
        upload({
          id: `${id}-upload`,
          multiple: field.multiple === true,
          accept: field.accept,
          meta: place.path,
          disabled: isDisabled,
          body: field.placeholder ?? locale.say("upload.choose"),
          words: uploadWords(locale),
        }),
      ],
    });
  },
  sources: ({ id, value = [] }) => value.map((each) => keptId(id, each)),
  show: (value, { locale }) => ul({ body: value.map((each) => li({ body: said(each, locale) })) }),
  read(given, { id, value = [] }, also) {
    const left = value.filter((each, at) => {
      const came = also(keptId(id, each)) ?? (at === 0 ? given : undefined);
      return came !== false;
    });
    return { value: left.length === 0 ? undefined : left };
  },
  is: (value): value is readonly FileValue[] =>
    Array.isArray(value) && value.length <= MOST && value.every(isFile),
  *check(value, { path, min, max, field }): Iterable<Issue> {
    const most = field.multiple === true ? typeof max === "number" ? max : MOST : 1;
    if (typeof min === "number" && value.length < min) {
      yield { path, code: "mincount", args: { count: min } };
    }
    if (value.length > most) yield { path, code: "maxcount", args: { count: most } };
    const stranger = value.find((each) => !isAccepted(each, field));
    if (stranger !== undefined) yield { path, code: "accept", args: { name: stranger.name } };
  },
  schema: (field) => ({
    type: "array",
    items: FILE,
    maxItems: field.multiple === true ? typeof field.max === "number" ? field.max : MOST : 1,
    ...typeof field.min === "number" && { minItems: field.min },
  }),
};

const TEXT = { type: "string", maxLength: LONGEST };
const FILE: JsonSchema = {
  type: "object",
  properties: { id: TEXT, name: TEXT, size: { type: "integer", minimum: 0 }, type: TEXT },
  required: ["id", "name", "size", "type"],
  additionalProperties: false,
};

function keptId(id: string, { id: name }: FileValue): string {
  return optionId(`${id}-file`, { name });
}

function isFile(value: unknown): value is FileValue {
  if (!isPlainObject(value) || Object.keys(value).length !== 4) return false;
  const { id, name, size, type } = value;
  return [id, name, type].every((each) => typeof each === "string" && each.length <= LONGEST) &&
    typeof size === "number" && Number.isSafeInteger(size) && size >= 0;
}

/** The kind of content that ends of names stand for, as far as a file tells its kind. */
const KINDS: Readonly<Record<string, string>> = {
  avif: "image/avif",
  bmp: "image/bmp",
  gif: "image/gif",
  gz: "application/gzip",
  heic: "image/heic",
  ico: "image/x-icon",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  pdf: "application/pdf",
  png: "image/png",
  tif: "image/tiff",
  tiff: "image/tiff",
  webp: "image/webp",
};
/** What a browser or a machine carries out: such a file is none of another name. */
const ACTIVE: Readonly<Record<string, RegExp>> = {
  "text/html": /\.x?html?$/,
  "image/svg+xml": /\.svg$/,
  "text/x-shellscript": /\.(?:\w*sh|py|pl|rb|js)$/,
  "application/vnd.microsoft.portable-executable": /\.(?:exe|dll|msi|scr)$/,
  "application/x-elf": /\.(?:elf|so|bin|o)$/,
  "application/x-mach-binary": /\.(?:dylib|bin|o|class)$/,
};

/** Whether a file is what the end of its name says. */
function isNamed(type: string, end: string): boolean {
  const kind = Object.hasOwn(KINDS, end.slice(1)) ? KINDS[end.slice(1)] : undefined;
  if (kind !== undefined) return type === kind;
  return !Object.hasOwn(ACTIVE, type) || ACTIVE[type]?.test(end) === true;
}

/** Whether HTML's `accept` takes a file, by its type or the end of its name, where that says what it is. */
function isAccepted({ name, type }: FileValue, { accept }: AnyField): boolean {
  const kinds = accept?.split(",").map((each) => each.trim().toLowerCase()).filter(Boolean) ?? [];
  return kinds.length === 0 ||
    kinds.some((kind) =>
      kind.startsWith(".")
        ? name.toLowerCase().endsWith(kind) && isNamed(type.toLowerCase(), kind)
        : kind.endsWith("/*")
        ? type.toLowerCase().startsWith(kind.slice(0, -1))
        : type.toLowerCase() === kind
    );
}

/** The name of a file and its size. */
function said({ name, size }: FileValue, { tag }: Locale): string {
  const kilobytes = Math.max(1, Math.round(size / 1_000));
  return `${name} (${writeDecimal(decimalOf(kilobytes), tag, { isGrouped: true })} kB)`;
}
