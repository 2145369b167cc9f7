/**
 * What is ticked or chosen together with the words beside it: `checkbox`, `radiogroup`, and a choice that is made of its options:
 * `dropdown`.
 *
 * @module
 */
import { type Body, define, derive, type Make, type Props } from "../../element.ts";
import { tag } from "../../tag.ts";
import {
  label as labelled,
  option,
  type OptionProps,
  select,
  type SelectProps,
} from "../form/form.ts";
import { radio, type TickProps } from "./input.ts";

/** Properties of a box to tick. */
export interface CheckboxProps extends TickProps {
  /** Whether its body is its label, as by default; without one it stands alone and needs an `aria` label. */
  readonly label?: boolean | undefined;
}

/** One choice of a group. */
export interface RadioChoice {
  /** The value that goes along. */
  readonly value: string | number;
  /** What it is called. */
  readonly body: Body;
  /** Whether it cannot be chosen. */
  readonly disabled?: boolean | undefined;
}

/** Properties of a group of which one is chosen. */
export interface RadiogroupProps extends Props {
  /** Name of the value; its id where none is given. */
  readonly name?: string | undefined;
  /** The choices; others may stand in its body, radios that bear its name. */
  readonly options?: readonly RadioChoice[] | undefined;
  /** What is chosen at first. */
  readonly value?: string | number | undefined;
  /** Whether one must be chosen. */
  readonly required?: boolean | undefined;
}

/** Properties of a choice with its options. */
export interface DropdownProps extends SelectProps {
  /** The options; one that has no body shows its label. Others may stand in its body. */
  readonly options?: readonly OptionProps[] | undefined;
  /** What is chosen at first. */
  readonly value?: string | number | undefined;
}

const box = tag<TickProps>("input", {
  element: "checkbox",
  fixed: { type: "checkbox" },
  own: ["name", "form", "disabled", "autofocus", "value", "checked", "required"],
  event: "change",
});

/** A box to tick, within its label: `<label><input type="checkbox">`. Its postback is sent on `change`. */
export const checkbox: Make<CheckboxProps> = define<CheckboxProps>(
  "checkbox",
  ({ label = true, body, showIf: _, actions: __, ...props }, out) => {
    const made = box(props);
    if (!label) return out.body(made);
    return out.body(labelled({ class: props.class, style: props.style, body: [made, body] }));
  },
);

/** A group of which one is chosen: `<div role="radiogroup">`. Its postback is sent on `change` of any. */
export const radiogroup: Make<RadiogroupProps> = define<RadiogroupProps>(
  "radiogroup",
  (
    {
      name,
      options = [],
      value,
      required,
      postback,
      source,
      delegate,
      validation,
      body,
      showIf: _,
      actions: __,
      ...props
    },
    out,
  ) => {
    const id = props.id ?? out.tempId(), called = name ?? id;
    return out.body(group({
      ...props,
      id,
      body: [
        options.map((choice, at) =>
          labelled({
            body: [
              radio({
                id: `${id}-${at}`,
                name: called,
                value: choice.value,
                checked: choice.value === value,
                disabled: choice.disabled,
                required,
                postback,
                source,
                delegate,
                validation,
              }),
              choice.body,
            ],
          })
        ),
        body,
      ],
    }));
  },
);

const group = tag("div", { element: "radiogroup", fixed: { role: "radiogroup" } });

/** A choice with its options: `<select>`. Its postback is sent on `change`. */
export const dropdown: Make<DropdownProps> = derive<DropdownProps, SelectProps>(
  "dropdown",
  select,
  ({ options = [], value, body, ...props }) => ({
    ...props,
    body: [
      options.map((each) =>
        option({
          ...each,
          body: each.body ?? each.label,
          selected: value === undefined ? each.selected : each.value === value,
        })
      ),
      body,
    ],
  }),
);
