/**
 * The types of fields that are there.
 *
 * @module
 */
import type { Chosen, ChosenMany, Grouped, Rows } from "../value/kinds.ts";
import { bool } from "./choice/bool.ts";
import { check } from "./choice/check.ts";
import { combo, radio } from "./choice/combo.ts";
import { select } from "./choice/select.ts";
import { group, table } from "./list/group.ts";
import { integer } from "./number/integer.ts";
import { type Money, money, pay } from "./number/money.ts";
import { number } from "./number/number.ts";
import { range } from "./number/range.ts";
import { email } from "./text/email.ts";
import { string } from "./text/string.ts";
import { textarea } from "./text/textarea.ts";
import { calendar } from "./time/calendar.ts";
import { date } from "./time/date.ts";
import type { FieldType } from "./type.ts";

/** The types of fields by their names. */
export const FIELDS: {
  readonly string: FieldType<string>;
  readonly textarea: FieldType<string>;
  readonly email: FieldType<string>;
  readonly number: FieldType<number>;
  readonly integer: FieldType<number>;
  readonly range: FieldType<number>;
  readonly money: FieldType<Money>;
  readonly pay: FieldType<Money>;
  readonly bool: FieldType<boolean>;
  readonly select: FieldType<Chosen>;
  readonly combo: FieldType<Chosen>;
  readonly radio: FieldType<Chosen>;
  readonly check: FieldType<ChosenMany>;
  readonly calendar: FieldType<string>;
  readonly date: FieldType<string>;
  readonly group: FieldType<Grouped>;
  readonly table: FieldType<Rows>;
} = {
  string,
  textarea,
  email,
  number,
  integer,
  range,
  money,
  pay,
  bool,
  select,
  combo,
  radio,
  check,
  calendar,
  date,
  group,
  table,
};
