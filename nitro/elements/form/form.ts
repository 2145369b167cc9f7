/**
 * Forms and what they are made of (HTML, section 4.10), but for the inputs. An element that is only its tag and attributes is a line here.
 *
 * @module
 */
import { type Body, derive, type Make, type Props } from "../../element.ts";
import { tag } from "../../tag.ts";

/** What controls of a form have in common. */
export interface ControlProps extends Props {
  /** Name of its value. */
  readonly name?: string | undefined;
  /** Id of the form that it belongs to, where it does not stand in it. */
  readonly form?: string | undefined;
  /** Whether it cannot be used. */
  readonly disabled?: boolean | undefined;
  /** Whether it has the keyboard's focus at first. */
  readonly autofocus?: boolean | undefined;
}

/** What controls that send a form have in common. */
export interface SubmitProps extends ControlProps {
  /** Where a browser without scripts sends the form, if this submits it. */
  readonly formaction?: string | undefined;
  /** Method by which it sends the form, in place of the form's own; `dialog` closes the dialog around it and sends nothing. */
  readonly formmethod?: "get" | "post" | "dialog" | undefined;
  /** How the values are encoded. */
  readonly formenctype?: FormProps["enctype"];
  /** Where the answer opens. */
  readonly formtarget?: string | undefined;
  /** Whether the browser's own checks are left out. */
  readonly formnovalidate?: boolean | undefined;
}

/** Properties of a form. */
export interface FormProps extends Props {
  /** Where a browser without scripts sends it. */
  readonly action?: string | undefined;
  /** Method by which a browser without scripts sends it, `get` by default; `dialog` closes the dialog around it and sends nothing. */
  readonly method?: "get" | "post" | "dialog" | undefined;
  /** How its values are encoded. */
  readonly enctype?:
    | "application/x-www-form-urlencoded"
    | "multipart/form-data"
    | "text/plain"
    | undefined;
  /** The encoding of its text. */
  readonly acceptCharset?: string | undefined;
  /** Name of the form among those of the document (`document.forms`). */
  readonly name?: string | undefined;
  /** Where the answer opens. */
  readonly target?: string | undefined;
  /** Whether the browser may fill it in. */
  readonly autocomplete?: "on" | "off" | undefined;
  /** Whether the browser's own checks are left out. */
  readonly novalidate?: boolean | undefined;
}

/** Properties of a label. */
export interface LabelProps extends Props {
  /** Id of the control that it names. */
  readonly for?: string | undefined;
}

/** Properties of a group of controls. */
export interface FieldsetProps extends ControlProps {
  /** What the group is called. */
  readonly legend?: Body;
}

/** Properties of a choice. */
export interface SelectProps extends ControlProps {
  /** Whether several may be chosen. */
  readonly multiple?: boolean | undefined;
  /** Whether something must be chosen. */
  readonly required?: boolean | undefined;
  /** How many options show. */
  readonly size?: number | undefined;
  /** How the browser fills it in. */
  readonly autocomplete?: string | undefined;
}

/** Properties of an option. */
export interface OptionProps extends Props {
  /** The value; its text where none is given. */
  readonly value?: string | number | undefined;
  /** What shows in place of its text. */
  readonly label?: string | undefined;
  /** Whether it is chosen at first. */
  readonly selected?: boolean | undefined;
  /** Whether it cannot be chosen. */
  readonly disabled?: boolean | undefined;
}

/** Properties of a group of options. */
export interface OptgroupProps extends Props {
  /** What the group is called. */
  readonly label?: string | undefined;
  /** Whether none of it can be chosen. */
  readonly disabled?: boolean | undefined;
}

/** Properties of several lines of text. */
export interface TextareaProps extends ControlProps {
  /** The text in it as the page is placed; the same as its body. */
  readonly value?: string | undefined;
  /** A hint that shows while it is empty; no substitute for a label. */
  readonly placeholder?: string | undefined;
  /** How many lines show. */
  readonly rows?: number | undefined;
  /** How many characters of a line show. */
  readonly cols?: number | undefined;
  /** The shortest text, in UTF-16 units. */
  readonly minlength?: number | undefined;
  /** The longest text, in UTF-16 units. */
  readonly maxlength?: number | undefined;
  /** Whether its text cannot be changed. */
  readonly readonly?: boolean | undefined;
  /** Whether it must not be empty. */
  readonly required?: boolean | undefined;
  /** Whether the ends of lines that only show go along. */
  readonly wrap?: "soft" | "hard" | undefined;
  /** Under which name the direction of the text goes along. */
  readonly dirname?: string | undefined;
  /** How the browser fills it in. */
  readonly autocomplete?: string | undefined;
}

/** Properties of a result. */
export interface OutputProps extends Props {
  /** Ids of the controls that it was computed from, with blanks between. */
  readonly for?: string | undefined;
  /** Id of the form that it belongs to. */
  readonly form?: string | undefined;
  /** Name of the result among the controls of its form; its value is not sent. */
  readonly name?: string | undefined;
}

/** Properties of how far something got. */
export interface ProgressProps extends Props {
  /** How far; unknown where none is given. */
  readonly value?: number | string | undefined;
  /** What is the whole; 1 by default. */
  readonly max?: number | string | undefined;
}

/** Properties of a measure. */
export interface MeterProps extends ProgressProps {
  /** The least; 0 by default. */
  readonly min?: number | string | undefined;
  /** Where what is low ends. */
  readonly low?: number | string | undefined;
  /** Where what is high begins. */
  readonly high?: number | string | undefined;
  /** The best value; the middle between the least and the greatest by default. */
  readonly optimum?: number | string | undefined;
}

/** Properties of a pair of keys, which browsers do not make any more. */
export interface KeygenProps extends ControlProps {
  /** What is signed along with the public key. */
  readonly challenge?: string | undefined;
  /** The kind of keys; `rsa` by default. */
  readonly keytype?: string | undefined;
}

/** A form: `<form>`. Its postback is sent on `submit`. */
export const form: Make<FormProps> = tag<FormProps>("form", {
  own: [
    ...["action", "method", "enctype", "acceptCharset", "name", "target", "autocomplete"] as const,
    "novalidate",
  ],
  event: "submit",
});
/** What a control is called: `<label>`. */
export const label: Make<LabelProps> = tag<LabelProps>("label", { own: ["for"] });
/** What a group of controls is called: `<legend>`. */
export const legend: Make = tag("legend");
/** What a control proposes: `<datalist>`. */
export const datalist: Make = tag("datalist");
/** A result: `<output>`. */
export const output: Make<OutputProps> = tag<OutputProps>("output", {
  own: ["for", "form", "name"],
});
/** How far something got: `<progress>`. */
export const progress: Make<ProgressProps> = tag<ProgressProps>("progress", {
  own: ["value", "max"],
});
/** A measure: `<meter>`. */
export const meter: Make<MeterProps> = tag<MeterProps>("meter", {
  own: ["value", "max", "min", "low", "high", "optimum"],
});
/** A choice: `<select>`. Its postback is sent on `change`. */
export const select: Make<SelectProps> = tag<SelectProps>("select", {
  own: [
    ...["name", "form", "disabled", "autofocus", "multiple", "required", "size"] as const,
    "autocomplete",
  ],
  event: "change",
});
/** An option of a choice: `<option>`. */
export const option: Make<OptionProps> = tag<OptionProps>("option", {
  own: ["value", "label", "selected", "disabled"],
});
/** A group of options: `<optgroup>`. */
export const optgroup: Make<OptgroupProps> = tag<OptgroupProps>("optgroup", {
  own: ["label", "disabled"],
});
/** A pair of keys that the browser made: `<keygen>`. Browsers do not know it any more: use WebAuthn or Web Crypto. */
export const keygen: Make<KeygenProps> = tag<KeygenProps>("keygen", {
  own: ["name", "form", "disabled", "autofocus", "challenge", "keytype"],
  defaults: { keytype: "rsa" },
});

const bareTextarea = tag<TextareaProps>("textarea", {
  own: [
    ...["name", "form", "disabled", "autofocus", "placeholder", "rows", "cols"] as const,
    ...["minlength", "maxlength", "readonly", "required", "wrap", "dirname"] as const,
    "autocomplete",
  ],
  event: "change",
});

/** Several lines of text that the person types: `<textarea>`. Its postback is sent on `change`. */
export const textarea: Make<TextareaProps> = derive<TextareaProps, TextareaProps>(
  "textarea",
  bareTextarea,
  ({ value, body = value, ...props }) => ({ ...props, body }),
);

const bareFieldset = tag<ControlProps>("fieldset", { own: ["name", "form", "disabled"] });

/** A group of controls: `<fieldset>`. */
export const fieldset: Make<FieldsetProps> = derive<FieldsetProps, ControlProps>(
  "fieldset",
  bareFieldset,
  ({ legend: called, ...props }) =>
    called === undefined ? props : { ...props, body: [legend({ body: called }), props.body] },
);
