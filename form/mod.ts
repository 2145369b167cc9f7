/**
 * FORM: business documents declared once as data, live on a page, checked in the browser and on the server.
 *
 * ```ts
 * import { document, type Values } from "@n2o/n2o/form";
 *
 * const order = document({
 *   name: "order",
 *   fields: [{ id: "item", title: "Item", required: true }, { id: "note", title: "Note" }],
 *   buttons: [{ name: "save", title: "Save", sources: ["item", "note"] }],
 * });
 * const value: Values<typeof order> = { item: "tea" };
 * if (value.item !== "tea") throw new Error("misread");
 * ```
 *
 * @module
 */
export { check } from "./check/check.ts";
export {
  type BrowserPlace,
  type BrowserProps,
  browserProps,
  CHECK_PROPS,
  errorProps,
  formProps,
} from "./check/browser.ts";
export { checks, type ChecksOptions } from "./check/checks.ts";
export { messageOf } from "./check/message.ts";
export { type Newest, newest } from "./check/newest.ts";
export { KINDS } from "./check/kind/kinds.ts";
export type { Issue } from "./issue.ts";
export * from "./declaration/attributes.ts";
export type {
  AnyDocument,
  Checked,
  CheckedPlace,
  FieldOf,
  FormDocument,
  Forms,
  Validation,
  Values,
} from "./document/document.ts";
export type { AnyField, FieldAttributes, WhenHidden } from "./declaration/field.ts";
export type {
  InputOf,
  StandardIssue,
  StandardProps,
  StandardResult,
  StandardSchema,
} from "../base/standard.ts";
export { but, opt, sec, sel, stepWizard, validation } from "./build.ts";
export { compiled, document, forms } from "./forms.ts";
export type { AllKnown, Known, OwnOf } from "./document/known.ts";
export type {
  AnyRules,
  AnyRulesAt,
  Filling,
  FillingAt,
  RulesAt,
  RulesIn,
  RulesOf,
  Seen,
} from "./document/rules.ts";
export type { Compiled, Node } from "./document/compile.ts";
export type { Chosen, ChosenMany, Grouped, Nothing, Rows, Several } from "./value/kinds.ts";
export type {
  FieldsIn,
  HeldBy,
  Holding,
  IdsOf,
  Needed,
  OptionNameOf,
  PathOf,
  PathsOf,
  Same,
  TypeNameOf,
  Types,
  ValueOf,
  ValuesOf,
} from "./document/values.ts";
export { FormError, type FormErrorCode } from "./error.ts";
export { FIELDS } from "./field/types.ts";
export type { FileValue } from "./field/list/file.ts";
export type { Modified } from "./field/lookup/modify.ts";
export type { Money } from "./field/number/money.ts";
export type {
  AnyType,
  FieldType,
  JsonSchema,
  Place,
  Read,
  TypeOf,
  Wired,
  WiredProps,
} from "./field/type.ts";
export { locale } from "./locale/language.ts";
export type { Locale, Message, Messages } from "./locale/locale.ts";
export type { Mode } from "./mode.ts";
export * from "./form.ts";
export * from "./record.ts";
export * as error from "./ready/error.ts";
export * as ok from "./ready/ok.ts";
export * as otp from "./ready/otp.ts";
export type { Cell, Dump, Filled, Sheet } from "./state/filled.ts";
export type { Held, Records, Saved, Stored } from "./live/store/records.ts";
export { live, type LiveForm } from "./live/live.ts";
export type { LiveDocument, LiveOptions, SubmitOutcome, Submitted } from "./live/options.ts";
export { formPage, type FormPageOptions } from "./live/page.ts";
export { type Draft, type DraftKey, type Drafts, isDraft } from "./live/store/drafts.ts";
export type { Files, FoundItems, Options, Unique } from "./live/store/feeds.ts";
export { absenceView } from "./view/absence.ts";
export type { Absence, AbsenceOptions } from "./view/absence.ts";
export { buttonsView } from "./view/buttons.ts";
export { captionView, stepsView } from "./view/caption.ts";
export { fieldView } from "./view/draw.ts";
export { errorsView, type Fault, faultsOf } from "./view/errors.ts";
export { type IdOptions, type Ids, idsOf } from "./view/id.ts";
export type { Press, ViewOptions } from "./view/options.ts";
export { headView } from "./view/row.ts";
export { type MovedRow, movedRow } from "./view/rows/moved.ts";
export { pageAt, pageOf, ROWS_OF_PAGE, type RowsPage } from "./view/rows/page.ts";
export { type SectionPlace, sectionsOf, sectionView } from "./view/sections.ts";
export { pathsOfStep, type Step, stepOf, stepsOf } from "./view/steps.ts";
export { FORM_STYLE, view } from "./view/view.ts";
export { type FieldChanges, fieldsOf } from "./schema/fields.ts";
export { type SchemaDocument, schemaDocument, type SchemaOptions } from "./schema/document.ts";
export { schemaOf } from "./schema/schema.ts";
export { sheet, type SheetOptions } from "./state/sheet.ts";
export { diff, type Difference, patch } from "./value/diff.ts";
export { type Conflict, merge, type Side, type Sides } from "./value/merge.ts";
export type { Grouping, GroupingNode } from "./value/aligned.ts";
export * as valid from "./valid.ts";
