/**
 * A reader of server-sent events, written by the standard and by nothing of ours.
 *
 * @module
 */

/** An event as a page would be given it. */
export interface Heard {
  readonly id: string;
  readonly data: string;
}

/**
 * The events of a stream, and what tells its id: what is cut off in the middle of an event is none (WHATWG HTML, section 9.2.6).
 *
 * @param seen is told each id as soon as its event is whole, with data or without
 */
export async function* heard(
  answer: Response,
  seen: (id: string) => void = () => {},
): AsyncGenerator<Heard, void, void> {
  const body = answer.body?.pipeThrough(new TextDecoderStream());
  let text = "", id = "", data: string[] = [];
  for await (const part of body ?? []) {
    const lines = (text + part).split("\n");
    text = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") {
        seen(id);
        if (data.length > 0) yield { id, data: data.join("\n") };
        data = [];
      } else if (line.startsWith("id: ")) id = line.slice(4);
      else if (line.startsWith("data: ")) data.push(line.slice(6));
    }
  }
}
