/**
 * What a document tells of an API beside its operations.
 *
 * @module
 */

/** By what people are known, as the API's own `who` finds it. */
export interface Security {
  /** The name of the cookie of a session. */
  readonly cookie?: string;
  /** The header of an API key: `x-api-key`. */
  readonly key?: string;
  /** Whether `authorization: Bearer` is read. */
  readonly bearer?: boolean;
}

/** What a document tells of an API. */
export interface DocumentInfo {
  /** What it is called. */
  readonly title: string;
  /** The version of the API itself; `1` unless told. */
  readonly version?: string;
  /** What it is for; CommonMark. */
  readonly description?: string;
  /** The version of OpenAPI: 3.1 unless told; 3.2 knows QUERY, which 3.1 has no word for. */
  readonly openapi?: "3.1" | "3.2";
  /** Where it is served: addresses, or paths on the server of the document; `/rest` unless told. */
  readonly servers?: readonly string[];
  /** By what people are known; a bearer token unless told. */
  readonly security?: Security;
  /** Whether answers tell the rate. */
  readonly rate?: boolean;
  /** Whether pages of other origins are granted answers. */
  readonly cors?: boolean;
}
