/**
 * The names of what can be declared: a document that came as JSON may have others, and is told so.
 *
 * @module
 */
import type { Button, Option, Section } from "./attributes.ts";
import type { AnyField } from "./field.ts";

/** Attributes of a field, whatever its type. */
export const FIELD: Readonly<Record<keyof AnyField, true>> = {
  id: true,
  name: true,
  title: true,
  desc: true,
  placeholder: true,
  sec: true,
  pos: true,
  visible: true,
  hidden: true,
  whenHidden: true,
  disabled: true,
  required: true,
  computed: true,
  default: true,
  min: true,
  max: true,
  length: true,
  pattern: true,
  step: true,
  options: true,
  offered: true,
  multiple: true,
  distinct: true,
  vector: true,
  fields: true,
  index: true,
  input: true,
  bind: true,
  module: true,
  curr: true,
  zone: true,
  format: true,
  postfun: true,
  postback: true,
  access: true,
  tooltips: true,
  labelClass: true,
  fieldClass: true,
  boxClass: true,
  wide: true,
  autocomplete: true,
  raw: true,
  etc: true,
  accept: true,
  modifyPos: true,
  modifyFeed: true,
  modifyModule: true,
  modifyDefault: true,
  subtitle: true,
  update: true,
  onchange: true,
  layout: true,
  form: true,
  validation: true,
  type: true,
  unique: true,
  messages: true,
};

/** Attributes of a section. */
export const SECTION: Readonly<Record<keyof Section, true>> = {
  id: true,
  name: true,
  desc: true,
  parent: true,
  nameClass: true,
  descClass: true,
  visible: true,
  access: true,
};

/** Attributes of a button. */
export const BUTTON: Readonly<Record<keyof Button, true>> = {
  id: true,
  name: true,
  title: true,
  postback: true,
  sources: true,
  href: true,
  target: true,
  class: true,
  onclick: true,
  validation: true,
  checked: true,
};

/** Attributes of an option. */
export const OPTION: Readonly<Record<keyof Option, true>> = {
  name: true,
  title: true,
  id: true,
  postback: true,
  checked: true,
  disabled: true,
  noRadioButton: true,
  visible: true,
};
