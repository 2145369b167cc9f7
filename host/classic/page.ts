/**
 * How a classic page is declared.
 *
 * @module
 */
import type { Guard } from "../../n2o/mod.ts";
import type { UploadSettings } from "../file/uploads.ts";
import type { SentFile } from "../file/storing.ts";
import type { Outcome } from "./answer.ts";
import type { Fields, FieldSources, FieldValues } from "./fields.ts";

/** A request of a page. `n2o.user()`, `n2o.session()` and `flash` work while it is answered. */
export interface Asked {
  /** The path that was asked for. */
  readonly path: string;
  /** What stands for the names of the page's path: `id` of `/entries/:id`. */
  readonly params: Readonly<Record<string, string>>;
  /** What the address says behind its question mark. */
  readonly query: Fields;
  /** The request as it came; the body of a form was read. */
  readonly request: Request;
}

/** A form that was sent to a page. */
export interface Posted<S extends FieldSources = FieldSources> extends Asked {
  /** The fields that the page declares, each read as its kind says. */
  readonly values: FieldValues<S>;
  /** All fields as texts: a form with mistakes is shown again with them. */
  readonly fields: Fields;
  /** Files, where the page takes some: they are stored, and kept if this is answered. */
  readonly files: readonly SentFile[];
}

/** How a page is declared: what it answers to whoever opens it, and to a form. */
export interface ClassicPage<S extends FieldSources = FieldSources> {
  /** Answers who opens the page; nothing where what it is about is not there: 404. */
  get?(asked: Asked): Outcome | Promise<Outcome>;
  /** Fields of its form. */
  readonly fields?: S | undefined;
  /** Answers a form: by `to` where it was carried out, by `view` with the status 422 where a person has to mend it. */
  post?(form: Posted<S>): Outcome | Promise<Outcome>;
  /** Files that its form may bring; none by default. Who sends some has a session. */
  readonly files?: Omit<UploadSettings, "done" | "then" | "form"> | undefined;
  /** Whom the page is for; anybody by default. */
  readonly guard?: Guard | undefined;
}

/**
 * Declares a classic page: the types of its fields flow into `post`.
 *
 * @example
 * ```ts
 * import { classicPage, to, view } from "@n2o/n2o/host/classic";
 *
 * const order = classicPage({
 *   fields: { count: "number", gift: "tick" },
 *   get: ({ params }) => view("order.html", { id: params.id }),
 *   post: ({ values: { count, gift } }) => to(`/orders/${(count ?? 1) + (gift ? 1 : 0)}`),
 * });
 * if (order.fields?.count !== "number") throw new Error("no page");
 * ```
 */
export function classicPage<const S extends FieldSources = Record<never, never>>(
  page: ClassicPage<S>,
): ClassicPage<S> {
  return page;
}
