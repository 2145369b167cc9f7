/**
 * The inputs of a form (HTML, section 4.10.5), each of a type. One whose type is only a word is a line here.
 *
 * @module
 */
import { derive, type Make } from "../../element.ts";
import { tag, textOf } from "../../tag.ts";
import type { ControlProps, SubmitProps } from "../form/form.ts";

/** Properties of an input: which of them mean something says its type. */
export interface InputProps extends ControlProps {
  /** The value in it as the page is placed. */
  readonly value?: string | number | undefined;
  /** A hint that shows while it is empty; no substitute for a label. */
  readonly placeholder?: string | undefined;
  /** The shortest text, in UTF-16 units. */
  readonly minlength?: number | undefined;
  /** The longest text, in UTF-16 units. */
  readonly maxlength?: number | undefined;
  /** How many characters show. */
  readonly size?: number | undefined;
  /** What the whole text must match: a regular expression. */
  readonly pattern?: string | undefined;
  /** The least value. */
  readonly min?: string | number | undefined;
  /** The greatest value. */
  readonly max?: string | number | undefined;
  /** The steps between values; `any` for none. */
  readonly step?: string | number | undefined;
  /** Id of the list of what it proposes. */
  readonly list?: string | undefined;
  /** How the browser fills it in: `off`, `email`, `current-password`. */
  readonly autocomplete?: string | undefined;
  /** Whether its value cannot be changed. */
  readonly readonly?: boolean | undefined;
  /** Whether it must have a value. */
  readonly required?: boolean | undefined;
  /** Whether it may have several values. */
  readonly multiple?: boolean | undefined;
  /** Under which name the direction of the text goes along. */
  readonly dirname?: string | undefined;
}

/** Properties of an input of any type. */
export interface AnyInputProps extends InputProps {
  /** Its type; `text` where none is given (HTML, section 4.10.5). */
  readonly type?:
    | "button"
    | "checkbox"
    | "color"
    | "date"
    | "datetime-local"
    | "email"
    | "file"
    | "hidden"
    | "image"
    | "month"
    | "number"
    | "password"
    | "radio"
    | "range"
    | "reset"
    | "search"
    | "submit"
    | "tel"
    | "text"
    | "time"
    | "url"
    | "week"
    | undefined;
  /** Whether it is ticked at first. */
  readonly checked?: boolean | undefined;
  /** The kinds of files that it takes. */
  readonly accept?: string | undefined;
}

/** Properties of what is ticked. */
export interface TickProps extends ControlProps {
  /** The value that goes along when it is ticked; `on` where none is given. */
  readonly value?: string | number | undefined;
  /** Whether it is ticked at first. */
  readonly checked?: boolean | undefined;
  /** Whether it must be ticked. */
  readonly required?: boolean | undefined;
}

/** Properties of a choice of files. */
export interface FileProps extends ControlProps {
  /** The kinds that it takes: `image/*,.pdf`. */
  readonly accept?: string | undefined;
  /** Whether several may be chosen. */
  readonly multiple?: boolean | undefined;
  /** Whether one must be chosen. */
  readonly required?: boolean | undefined;
  /** The camera that a phone offers. */
  readonly capture?: "user" | "environment" | undefined;
}

/** Properties of a button that is an input. */
export interface PressProps extends SubmitProps {
  /** The text on it; for `submit` and `reset` browsers have one where none is given. */
  readonly value?: string | undefined;
}

/** Properties of a button that is a picture. */
export interface InputImageProps extends PressProps {
  /** Where the picture is loaded from. */
  readonly src?: string | undefined;
  /** What pressing it does, for who does not see the picture. */
  readonly alt?: string | undefined;
  /** Width in pixels. */
  readonly width?: number | string | undefined;
  /** Height in pixels. */
  readonly height?: number | string | undefined;
}

const CONTROL = ["name", "form", "disabled", "autofocus"] as const;
const INPUT = [
  ...CONTROL,
  ...["value", "placeholder", "minlength", "maxlength", "size", "pattern", "min", "max"] as const,
  ...["step", "list", "autocomplete", "readonly", "required", "multiple", "dirname"] as const,
] as const;
const PRESS = [
  ...CONTROL,
  ...["value", "formaction", "formmethod", "formenctype", "formtarget", "formnovalidate"] as const,
] as const;

function typed(element: string, type: string): Make<InputProps> {
  return tag<InputProps>("input", { element, fixed: { type }, own: INPUT, event: "change" });
}

function pressed(element: string, type: string): Make<PressProps> {
  return tag<PressProps>("input", { element, fixed: { type }, own: PRESS });
}

/** An input of any type: `<input>`. Its postback is sent on `change`. */
export const input: Make<AnyInputProps> = tag<AnyInputProps>("input", {
  own: [...INPUT, "type", "checked", "accept"],
  event: "change",
});
/** A line of text that the person types: `<input type="text">`. Its postback is sent on `change`. */
export const textbox: Make<InputProps> = typed("textbox", "text");
/** A password: `<input type="password">`. */
export const password: Make<InputProps> = typed("password", "password");
/** What one looks for: `<input type="search">`. */
export const search: Make<InputProps> = typed("search", "search");
/** An address of electronic mail: `<input type="email">`. */
export const email: Make<InputProps> = typed("email", "email");
/** A number of a telephone: `<input type="tel">`. */
export const tel: Make<InputProps> = typed("tel", "tel");
/** An address: `<input type="url">`. */
export const url: Make<InputProps> = typed("url", "url");
/** A number: `<input type="number">`. */
export const number: Make<InputProps> = typed("number", "number");
/** A number that is not exact, on a scale: `<input type="range">`. */
export const range: Make<InputProps> = typed("range", "range");
/** A date: `<input type="date">`. */
export const date: Make<InputProps> = typed("date", "date");
/** A date and a time: `<input type="datetime-local">`; HTML has no other any more. */
export const datetime: Make<InputProps> = typed("datetime", "datetime-local");
/** A date and a time: `<input type="datetime-local">`. */
export const datetimeLocal: Make<InputProps> = typed("datetimeLocal", "datetime-local");
/** A time: `<input type="time">`. */
export const inputTime: Make<InputProps> = typed("inputTime", "time");
/** A month: `<input type="month">`. */
export const month: Make<InputProps> = typed("month", "month");
/** A week: `<input type="week">`. */
export const week: Make<InputProps> = typed("week", "week");
/** A colour: `<input type="color">`. */
export const color: Make<InputProps> = typed("color", "color");
/** A value that the person does not see: `<input type="hidden">`. */
export const hidden: Make<InputProps> = typed("hidden", "hidden");
/** Files that the person chooses: `<input type="file">`. Its postback is sent on `change`; for uploads there is `upload`. */
export const file: Make<FileProps> = tag<FileProps>("input", {
  element: "file",
  fixed: { type: "file" },
  own: [...CONTROL, "accept", "multiple", "required", "capture"],
  event: "change",
});
/** One of several choices, told by their name: `<input type="radio">`. Its postback is sent on `change`. */
export const radio: Make<TickProps> = tag<TickProps>("input", {
  element: "radio",
  fixed: { type: "radio" },
  own: [...CONTROL, "value", "checked", "required"],
  event: "change",
});

const bareSubmit = pressed("submit", "submit");

/** A button that sends its form: `<input type="submit">`. What it says is its body, where that is a text, or its value. */
export const submit: Make<PressProps> = derive<PressProps, PressProps>(
  "submit",
  bareSubmit,
  ({ body, ...props }) => {
    const text = textOf(body);
    return text === undefined ? props : { ...props, value: text };
  },
);
/** A button that gives a form's values back: `<input type="reset">`. */
export const reset: Make<PressProps> = pressed("reset", "reset");
/** A button: `<input type="button">`. */
export const inputButton: Make<PressProps> = pressed("inputButton", "button");
/** A button that is a picture: `<input type="image">`. */
export const inputImage: Make<InputImageProps> = tag<InputImageProps>("input", {
  element: "inputImage",
  fixed: { type: "image" },
  own: [...PRESS, "src", "alt", "width", "height"],
});
