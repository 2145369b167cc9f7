/**
 * Asking the API of the suite, wherever it is served.
 *
 * @module
 */

/** What a request is made of. */
export interface Asked {
  /** Who asks, with their roles: `ann Manager,Personnel`. */
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown;
}

/** An answer, read. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The value of JSON; undefined where it is none. */
  // deno-lint-ignore no-explicit-any -- a test says what it expects
  readonly json: any;
}

/** Sends a request to the server under test: its path stands below `/rest`. */
export type Ask = (method: string, path: string, asked?: Asked) => Promise<Answered>;

/** What sends requests, as `fetch` does; `init` is plain. */
export type Fetch = (
  url: string,
  init: {
    method: string;
    headers: Record<string, string>;
    body?: string | Uint8Array<ArrayBuffer>;
  },
) => Promise<
  { readonly status: number; readonly headers: Iterable<[string, string]>; text(): Promise<string> }
>;

function isBytes(body: unknown): body is Uint8Array<ArrayBuffer> {
  return body instanceof Uint8Array;
}

/** Asks by a `fetch`. */
export function asking(fetch: Fetch): Ask {
  return async (method, path, { as, headers = {}, body } = {}) => {
    const isRaw = typeof body === "string" || isBytes(body);
    const sent: Record<string, string> = { ...headers };
    if (as !== undefined) sent["x-person"] = as;
    if (body !== undefined && !isRaw) sent["content-type"] ??= "application/json";
    const answer = await fetch(`http://api.example/rest${path}`, {
      method,
      headers: sent,
      ...body !== undefined && { body: isRaw ? body : JSON.stringify(body) },
    });
    const text = await answer.text(), all = new Headers([...answer.headers]);
    const isJson = /[/+]json$/.test(all.get("content-type")?.split(";")[0] ?? "");
    return {
      status: answer.status,
      headers: all,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    };
  };
}

/** A text in gzip: what is large unpacked is soon sent. */
export async function packed(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A case of the suite. */
export interface Case {
  readonly name: string;
  run(ask: Ask): Promise<void>;
}

/** Where `Link` leads next; undefined on the last page. */
export function nextOf({ headers }: Answered): string | undefined {
  const [, path] = /<\/rest([^>]*)>; rel="next"/.exec(headers.get("link") ?? "") ?? [];
  return path;
}
