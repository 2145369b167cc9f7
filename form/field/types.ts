/**
 * The types of fields that are there.
 *
 * @module
 */
import type { Choice } from "../../nitro/rich.ts";
import type { Chosen, ChosenMany, Grouped, Nothing, Rows, Several } from "../value/kinds.ts";
import { bool } from "./choice/bool.ts";
import { card } from "./choice/card.ts";
import { check } from "./choice/check.ts";
import { combo, radio } from "./choice/combo.ts";
import { select } from "./choice/select.ts";
import { tick } from "./choice/tick.ts";
import { file, type FileValue } from "./list/file.ts";
import { group, table } from "./list/group.ts";
import { multipleInput } from "./list/multiple.ts";
import { comboLookupGroup } from "./lookup/group.ts";
import { comboLookup } from "./lookup/lookup.ts";
import { comboLookupModify, type Modified } from "./lookup/modify.ts";
import { comboLookupEdit, comboLookupVec } from "./lookup/vec.ts";
import { integer } from "./number/integer.ts";
import { type Money, money, pay } from "./number/money.ts";
import { number } from "./number/number.ts";
import { range } from "./number/range.ts";
import { rich } from "./rich/rich.ts";
import { dynamic, empty } from "./shown/empty.ts";
import { comment, text } from "./shown/text.ts";
import { email } from "./text/email.ts";
import { otp } from "./text/otp.ts";
import { auth, password } from "./text/password.ts";
import { phone } from "./text/phone.ts";
import { string } from "./text/string.ts";
import { textarea } from "./text/textarea.ts";
import { url } from "./text/url.ts";
import { calendar } from "./time/calendar.ts";
import { date } from "./time/date.ts";
import { datetime } from "./time/datetime.ts";
import { duration } from "./time/duration.ts";
import { time } from "./time/time.ts";
import type { FieldType } from "./type.ts";

/** The types of fields by their names. */
export const FIELDS: {
  readonly string: FieldType<string>;
  readonly textarea: FieldType<string>;
  readonly rich: FieldType<string>;
  readonly email: FieldType<string>;
  readonly phone: FieldType<string>;
  readonly url: FieldType<string>;
  readonly password: FieldType<string>;
  readonly auth: FieldType<string>;
  readonly otp: FieldType<string>;
  readonly number: FieldType<number>;
  readonly integer: FieldType<number>;
  readonly range: FieldType<number>;
  readonly money: FieldType<Money>;
  readonly pay: FieldType<Money>;
  readonly calendar: FieldType<string>;
  readonly date: FieldType<string>;
  readonly time: FieldType<string>;
  readonly datetime: FieldType<string>;
  readonly duration: FieldType<string>;
  readonly bool: FieldType<boolean>;
  readonly tick: FieldType<boolean>;
  readonly select: FieldType<Chosen>;
  readonly combo: FieldType<Chosen>;
  readonly radio: FieldType<Chosen>;
  readonly check: FieldType<ChosenMany>;
  readonly card: FieldType<Chosen>;
  readonly comboLookup: FieldType<Choice>;
  readonly comboLookupVec: FieldType<readonly Choice[]>;
  readonly comboLookupEdit: FieldType<readonly Choice[]>;
  readonly comboLookupModify: FieldType<readonly Modified[]>;
  readonly comboLookupGroup: FieldType<readonly (readonly Choice[])[]>;
  readonly multipleInput: FieldType<Several>;
  readonly group: FieldType<Grouped>;
  readonly table: FieldType<Rows>;
  readonly file: FieldType<readonly FileValue[]>;
  readonly text: FieldType<Nothing>;
  readonly comment: FieldType<Nothing>;
  readonly empty: FieldType<Nothing>;
  readonly dynamic: FieldType<Nothing>;
} = {
  string,
  textarea,
  rich,
  email,
  phone,
  url,
  password,
  auth,
  otp,
  number,
  integer,
  range,
  money,
  pay,
  calendar,
  date,
  time,
  datetime,
  duration,
  bool,
  tick,
  select,
  combo,
  radio,
  check,
  card,
  comboLookup,
  comboLookupVec,
  comboLookupEdit,
  comboLookupModify,
  comboLookupGroup,
  multipleInput,
  group,
  table,
  file,
  text,
  comment,
  empty,
  dynamic,
};
