/**
 * Writing what an operation answers: in the accepted type, with its tag, in gzip where that is accepted and pays.
 *
 * @module
 */
import { RestError } from "./error.ts";
import type { Format } from "./negotiate/format.ts";
import { acceptsGzip } from "./negotiate/negotiate.ts";
import type { Answer, Incoming, Operation } from "./operation.ts";
import { tagOf } from "./precondition.ts";
import type { Serving } from "./serving.ts";

/** Shorter bodies than a packet are sent as they are. */
const SMALLEST = 1_024;

/** What an answer is written by. */
export interface Answering {
  /** The operation that has answered. */
  readonly operation: Operation;
  /** What it was asked. */
  readonly incoming: Incoming;
  /** What serving goes by. */
  readonly serving: Serving;
  /** What of a request the answer goes by. */
  readonly vary: string;
  /** Headers beside those of the answer, such as those of the rate; undefined where there are none. */
  readonly headers: Readonly<Record<string, string>> | undefined;
}

/** The response of an answer: at once, unless it is packed. */
export function answered(answer: Answer, answering: Answering): Response | Promise<Response> {
  const { operation, incoming, serving, vary } = answering, { status, version } = answer;
  if (answer.response !== undefined) return answer.response;
  const headers: Record<string, string> = { ...answer.headers, ...answering.headers };
  if (answer.body !== undefined) {
    // A stream that goes by what is accepted goes by all that its operation does, as its HEAD tells.
    if (headers.vary !== undefined) headers.vary = vary;
    return bodyResponse(answer.body, { status, headers }, incoming.request);
  }
  headers.vary = vary;
  if (answer.value === undefined && answer.text === undefined) {
    if (version !== undefined) headers.etag ??= tagOf(version);
    return new Response(null, { status, headers });
  }
  const { request, type } = incoming;
  const format = answer.text === undefined
    ? formatOf(type, serving.formats, operation)
    : textFormat(type);
  const written = answer.text ?? format.write(answer.value);
  const isPacked = written.length >= SMALLEST &&
    acceptsGzip(request.headers.get("accept-encoding"));
  if (version !== undefined) {
    headers.etag = tagOf(version, variantOfAnswer(answer, format), isPacked ? "gzip" : "");
  }
  headers["content-type"] = `${format.type}${format.parameters ?? ""}`;
  if (isPacked) headers["content-encoding"] = "gzip";
  if (request.method !== "HEAD" && !isPacked) return new Response(written, { status, headers });
  const bytes = typeof written === "string" ? ENCODER.encode(written) : written;
  const init: ByHand = { status, headers, encodeBody: "manual" };
  return isPacked ? packed(bytes, init, request) : measured(bytes, init, request);
}

const ENCODER = new TextEncoder();

/** What is packed, or measured, by hand: workerd would pack once more what bears a content-encoding already, unless it is told that this is done. */
interface ByHand extends ResponseInit {
  readonly headers: Record<string, string>;
  readonly encodeBody?: "manual";
}

/** Of a body that is written already, as it is. */
async function bodyResponse(
  body: BodyInit,
  init: ByHand,
  { method }: Request,
): Promise<Response> {
  const how: ByHand = init.headers["content-encoding"] === undefined
    ? init
    : { ...init, encodeBody: "manual" };
  if (method !== "HEAD") return new Response(body, how);
  // Nothing of it has been made yet.
  if (body instanceof ReadableStream) await body.cancel();
  return new Response(null, how);
}

async function packed(
  bytes: Uint8Array<ArrayBuffer>,
  init: ByHand,
  request: Request,
): Promise<Response> {
  return measured(await gzip(bytes), init, request);
}

function measured(
  bytes: Uint8Array<ArrayBuffer>,
  init: ByHand,
  { method }: Request,
): Response {
  init.headers["content-length"] = String(bytes.length);
  return new Response(method === "HEAD" ? null : bytes, init);
}

function variantOfAnswer({ variant = "" }: Answer, format: Format): string {
  if (variant === "" || format.variant === "") return variant + format.variant;
  return `${variant};${format.variant}`;
}

/** What of a request its answer goes by. */
export function varyOf({ parameters }: Operation): string {
  const isPreferred = parameters.some((each) => each.in === "header" && each.name === "prefer");
  return isPreferred ? "accept, accept-encoding, prefer" : "accept, accept-encoding";
}

/** The variant of a type in tags: that of its format; of what operations write themselves what stands behind the slash. */
export function variantOf(type: string, formats: readonly Format[]): string {
  return formats.find((each) => each.type === type)?.variant ?? textFormat(type).variant;
}

/** Of what is written already. */
function textFormat(type: string): Format {
  const variant = type.slice(type.indexOf("/") + 1);
  return {
    type,
    variant,
    parameters: type.startsWith("text/") ? "; charset=utf-8" : "",
    write: String,
  };
}

function formatOf(type: string, formats: readonly Format[], { id }: Operation): Format {
  const format = formats.find((each) => each.type === type);
  if (format !== undefined) return format;
  throw new RestError(
    "config",
    `operation ${id} declares ${type}, and nothing writes that: hand in its format`,
  );
}

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
