/**
 * A file that goes past the server: to an address that the server's answer names.
 *
 * @module
 */

/** What an answer says beside: name, then values. */
export type Header = readonly [name: symbol, value: string | number, more?: string];

/** How a file is sent to an address. */
export interface Carrying {
  /** The file, which is sent whole as the body of the request. */
  readonly file: File;
  /** What the answer says: `address`, `method`, and each `header`. */
  readonly headers: readonly Header[];
  /** Told how many bytes have gone out. */
  progress(sent: number): void;
  /** Told when it is over, and whether the address took the file. */
  over(isThere: boolean): void;
}

/** Sends a file; what it returns gives up. By XMLHttpRequest, for `fetch` does not tell how far it is. */
export function carry(
  { file, headers, progress, over }: Carrying,
): () => void {
  const request = new XMLHttpRequest();
  const { address, method } = Object.fromEntries(
    headers.map(([name, value]) => [name.description, value as string]), // as WIRE.md says
  );
  request.open(method!, address!);
  for (const [{ description }, name, value] of headers) {
    if (description === "header") request.setRequestHeader(name as string, value!); // as WIRE.md says
  }
  request.upload.onprogress = ({ loaded }) => progress(loaded);
  request.onload = () => over(request.status < 300);
  request.onerror = () => over(false);
  request.send(file);
  return () => request.abort();
}
