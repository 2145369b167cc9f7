/**
 * A request and its response, as they were recorded.
 *
 * @module
 */
import type { Line } from "../kind.ts";
import type { Asked } from "./http.ts";

/** A request and what the original said to it. */
export interface Exchange {
  readonly name: string;
  readonly asked: Asked;
  readonly status: number;
  readonly body: string;
}

/** What a line tells. */
export function exchangeOf(line: Line): Exchange {
  // As: what the files hold is told in their README.
  const { request, response } = line as unknown as {
    request: {
      method: string;
      path: string;
      headers: Record<string, string>;
      body?: string | { text: string; repeatedTo: number };
    };
    response: { status: number; body: string };
  };
  const { body } = request;
  const text = typeof body === "object"
    ? `${body.text}`.padEnd(body.repeatedTo, body.text.at(-1))
    : body;
  return {
    name: `${line.case} ${line.step}`,
    asked: {
      method: request.method,
      path: request.path,
      headers: request.headers,
      ...(text !== undefined && { body: text }),
    },
    status: response.status,
    body: response.body,
  };
}
