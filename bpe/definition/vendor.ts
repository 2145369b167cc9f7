/**
 * Vendor extensions: what Camunda 7 and 8 say about forms, assignees, retries, topics and listeners, as plain data; the
 * rest is kept as written. Nothing of it is evaluated or called here.
 *
 * @module
 */

/** An extension element as written. */
export interface Extension {
  /** The URI of its namespace; "" where it has none. */
  readonly namespace: string;
  /** Its local name. */
  readonly name: string;
  /** Its attributes by local name. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Its text, trimmed. */
  readonly text: string;
  /** The elements in it, in the order of the file. */
  readonly children: readonly Extension[];
}

/** A field of a generated form. */
export interface FormField {
  /** Its id: the variable it fills. */
  readonly id: string;
  /** Its label; "" where absent. */
  readonly label: string;
  /** Its type as written, as `string`, `long`, `boolean`, `date`, `enum`; "" where absent. */
  readonly type: string;
  /** Its default as written; "" where absent. */
  readonly defaultValue: string;
  /** Values of an enumeration: id and label. */
  readonly values: readonly { readonly id: string; readonly name: string }[];
  /** Constraints: name and setting. */
  readonly constraints: readonly { readonly name: string; readonly config: string }[];
}

/** One input or output mapping of a vendor. */
export interface Mapping {
  /** An expression or a text. */
  readonly source: string;
  /** The name of the variable that is set. */
  readonly target: string;
}

/** A listener kept as data. */
export interface Listener {
  /** Whether it hears the element (`execution`) or the work item (`task`). */
  readonly kind: "execution" | "task";
  /** When: `start`, `end`, `take`, `create`, `assignment`, `complete`, ... */
  readonly event: string;
  /** What is called, as written. */
  readonly implementation: string;
}

/** What a vendor says about an element. Texts are "" and lists empty where nothing is said. */
export interface Vendor {
  /** Who does it. */
  readonly assignee: string;
  /** Persons that may. */
  readonly candidateUsers: string;
  /** Groups that may, as written: a list with commas, or an expression. */
  readonly candidateGroups: string;
  /** Due date, as written. */
  readonly dueDate: string;
  /** Follow-up date, as written. */
  readonly followUpDate: string;
  /** Priority, as written. */
  readonly priority: string;
  /** Form key, form reference or form id. */
  readonly formKey: string;
  /** Fields of a generated form. */
  readonly formFields: readonly FormField[];
  /** Topic of an external task (Camunda 7), type of a job (Camunda 8), class or expression where only that is said. */
  readonly topic: string;
  /** Retries, as written: a number, or a repetition as `R3/PT10S`. */
  readonly retries: string;
  /** Variable that gets the result. */
  readonly resultVariable: string;
  /** Id of a called decision; "" where none. */
  readonly decision: string;
  /** Input mappings in order. */
  readonly inputs: readonly Mapping[];
  /** Output mappings in order. */
  readonly outputs: readonly Mapping[];
  /** Task headers and properties by name. */
  readonly properties: Readonly<Record<string, string>>;
  /** Listeners in order. */
  readonly listeners: readonly Listener[];
  /** Every extension element as written, those read above included. */
  readonly extensions: readonly Extension[];
  /** Every foreign attribute as written: `{namespace}name`. */
  readonly attributes: Readonly<Record<string, string>>;
}
