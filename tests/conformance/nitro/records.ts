/**
 * The fields of the original's records of elements, in the order of their tuples: facts, by which a term is read.
 *
 * @module
 */

/** The fields that every element has, after its name. */
const COMMON: readonly string[] = (
  "ancestor id module delegate validation validate actions class style source onmouseover onmouseout onmousemove " +
  "onkeypress onchange onkeyup onkeydown onclick data_fields aria_states body role tabindex show_if multiple html_tag " +
  "title postback accesskey contenteditable contextmenu dir draggable dropzone hidden lang spellcheck translate onblur " +
  "onerror onfocus onmessage onresize bind"
).split(" ");

/** Records that have no fields but these. */
const BARE = (
  "element radiogroup head title datalist legend summary br dd div dl dt figcaption figure hr ol p panel pre ul noscript " +
  "body section nav article aside h1 h2 h3 h4 h5 h6 header hgroup footer address main caption tbody tfoot thead mark code " +
  "span template message author koatuu"
).split(" ");

/** The fields of their own. */
const OWN: Readonly<Record<string, string>> = {
  literal: "html_encode",
  dtl: "file bindings app folder ext bind_script js_escape",
  list: "numbered",
  dropdown: "options value disabled name",
  spinner: "image",
  base: "href target",
  meta_link: "href hreflang media rel sizes type",
  meta: "charset content http_equiv name type",
  style: "media scoped type",
  del: "cite datetime",
  ins: "cite datetime",
  area: "alt coords href hreflang media target rel shape type",
  audio: "autoplay controls loop mediagroup muted preload src width",
  canvas: "height width",
  embed: "height src type width",
  iframe: "height name sandbox seamless src srcdoc width",
  image: "alt height ismap src usemap width image",
  map: "name",
  object: "data form height name type usemap width",
  param: "name value",
  source: "media src type",
  track: "default kind label src srclang",
  video: "autoplay controls height loop mediagroup muted poster preload src width",
  button:
    "autofocus disabled form formaction formenctype formmethod formtarget formnovalidate name type value",
  fieldset: "disabled form name legend",
  form: "accept_charset action autocomplete enctype method name novalidate target",
  keygen: "autofocus challenge disabled form keytype name",
  label: "for form",
  meter: "high low max min optimum value",
  optgroup: "disabled label",
  option: "disabled label selected value",
  output: "for form name",
  progress: "max value",
  select: "autofocus disabled form name required size update",
  textarea:
    "autofocus cols dirname disabled form maxlength name placeholder readonly required rows wrap value",
  input:
    "required autocomplete autofocus disabled form name value type checked placeholder min max pattern accept",
  input_button: "autofocus disabled form name value",
  checkbox: "autofocus checked disabled form name required value label update",
  color: "autocomplete autofocus disabled form list name value",
  date: "autocomplete autofocus disabled form list max min name step readonly required value",
  datetime: "autocomplete autofocus disabled form list max min name step readonly required value",
  datetime_local:
    "autocomplete autofocus disabled form list max min name step readonly required value",
  email:
    "autocomplete autofocus disabled form list maxlength name pattern placeholder readonly required size value",
  file: "accept autofocus disabled form name required",
  hidden: "disabled form name value html_name",
  input_image:
    "alt autofocus disabled form formaction formenctype formmethod formnovalue formtarget height name src width",
  month: "alt autocomplete autofocus disabled form list min max name readonly required step value",
  number:
    "autocomplete autofocus disabled form list max min name placeholder readonly required step value",
  password:
    "autocomplete autofocus disabled form maxlength name pattern placeholder readonly required size value",
  radio: "autofocus checked disabled form name required value html_name",
  range: "autocomplete autofocus disabled form list max min name step value",
  reset: "autofocus disabled form name value",
  search:
    "autocomplete autofocus dirname disabled form list maxlength name pattern placeholder readonly required size value",
  submit:
    "autofocus disabled form formaction formenctype formmethod formnovalidate formtarget name value click",
  tel:
    "autocomplete autofocus disabled form list maxlength name pattern placeholder readonly required size value",
  textbox:
    "autocomplete autofocus dirname disabled form list maxlength name pattern placeholder readonly required size value",
  input_time: "autocomplete autofocus disabled form list max min name step readonly required value",
  url:
    "autocomplete autofocus disabled form list maxlength name pattern placeholder readonly required size value",
  week: "autocomplete autofocus disabled form list max min name readonly required step value",
  command: "checked disabled icon label radiogroup type",
  details: "open",
  menu: "label type",
  blockquote: "cite",
  li: "value",
  html: "manifest",
  script: "async charset defer src type",
  col: "span",
  colgroup: "col span",
  table: "caption colgroup border footer header",
  td: "colspan headers rowspan scope bgcolor",
  th: "colspan headers rowspan scope",
  tr: "cells",
  link: "href hreflang media rel target type url download name",
  upload: "name value",
  calendar:
    "autocomplete autofocus disabled form list maxDate minDate format pattern name step readonly required value placeholder onSelect disableDayFn firstDay position reposition yearRange update",
  comboLookup: "value disabled feed reader chunk update nested",
  comboLookupEdit: "input disabled form values",
  comboLookupGroup: "input disabled values subtitle",
  comboLookupGroup_item: "value group",
  comboLookupGroup_list: "disabled values subtitle group",
  comboLookupModify: "input disabled values modify_pos modify_feed modify_module modify_default",
  comboLookupModify_item: "list_id value pos feed default disabled",
  comboLookupText: "input disabled textarea values",
  comboLookupVec: "input disabled values",
  multipleInput: "input disabled values",
  sortable_item: "list_id value closeable disabled",
  sortable_list: "values closeable disabled",
};

/** The fields of each record, by its name. */
export const records: ReadonlyMap<string, readonly string[]> = new Map([
  ...BARE.map((name): [string, readonly string[]] => [name, COMMON]),
  ...Object.entries(OWN).map(([name, own]): [string, readonly string[]] => [
    name,
    [...COMMON, ...own.split(" ")],
  ]),
]);
