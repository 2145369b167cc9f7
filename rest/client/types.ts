/**
 * Types that flow from declared resources and feeds: nothing of the server is there when a program runs.
 *
 * @module
 */
import type { AnyFeeds } from "../feed/operations.ts";
import type { AnyResource } from "../rest.ts";
import type { Kinds } from "../value/kind.ts";

/** Resources and feeds by their names, as an application declares them: `const api = { users, orders, payments }`. */
export type Declared = Readonly<Record<string, AnyResource | AnyFeeds>>;

/** Where a declaration of feeds says that they are. */
export type FeedsPlace = { readonly prefix: readonly string[] };

/** The record of a resource, or of feeds. */
export type RecordOf<R> = R extends { at(parts: never, base: never): infer Found } ? RecordOf<Found>
  : R extends { source(kv: never): { read(id: never): Promise<infer Found> } }
    ? Found extends { readonly record: infer T extends { readonly id: unknown } } ? T : never
  : never;

/** What of a value is there. */
export type There<V> = Exclude<V, null | undefined>;

/** The kind of what JSON has no word for. */
export type OwnKind<V> = V extends bigint ? "bigint"
  : V extends Date ? "date"
  : V extends Uint8Array ? "bytes"
  : never;

/** The fields of a record whose kinds must be told: bigints, dates and bytes. */
export type OwnKinds<T> = {
  readonly [F in keyof T as [OwnKind<There<T[F]>>] extends [never] ? never : F]-?: OwnKind<
    There<T[F]>
  >;
};

/** The kinds of a record. */
export type KindsOf<T> = OwnKinds<T> & Kinds;

/** Whether a resource has fields that JSON has no word for. */
export type NeedsKinds<R> = keyof OwnKinds<RecordOf<R>> extends never ? false : true;

/** The kinds of each resource: required for those with fields that JSON has no word for. */
export type KindsOption<Api extends Declared> =
  & {
    readonly [N in keyof Api as NeedsKinds<Api[N]> extends true ? N : never]: KindsOf<
      RecordOf<Api[N]>
    >;
  }
  & { readonly [N in keyof Api as NeedsKinds<Api[N]> extends true ? never : N]?: Kinds };

/** The paths of feeds, as they are declared: `/fin/pay`. */
export type FeedsOption<Api extends Declared> = {
  readonly [N in keyof Api as Api[N] extends FeedsPlace ? N : never]: `/${string}`;
};

/** A merge patch: fields that are null go, of those that a record may lack. */
export type Patch<T> = {
  readonly [F in keyof T]?: undefined extends T[F] ? T[F] | null : T[F];
};

/** A step of a JSON Patch (RFC 6902); `path` and `from` are JSON Pointers, as `/name`. */
export type PatchStep =
  | { readonly op: "add" | "replace" | "test"; readonly path: string; readonly value: unknown }
  | { readonly op: "move" | "copy"; readonly path: string; readonly from: string }
  | { readonly op: "remove"; readonly path: string };
