/**
 * Files that are fetched by HTTP: whole or in part, by whom they are for.
 *
 * @module
 */
import type { FileSource, StoredFile } from "../../n2o/file/mod.ts";
import { principal, refused } from "../../n2o/mod.ts";
import type { AppContext } from "../deps.ts";
import { isBelow, namesOf } from "../static/folder.ts";
import { answerFile } from "./answer.ts";

/** Where files are, and for whom. */
export interface DownloadSettings {
  /** Where they are. */
  readonly source: FileSource;
  /** Whether a file is for who asks, asked within the request (`n2o.user()`): by default for who is logged in. */
  readonly permit?: (file: StoredFile) => boolean | Promise<boolean>;
  /** Path of the page where one logs in, to which a person who is nobody is led. */
  readonly login?: string;
  /**
   * Whether a browser may show a file, or is to keep it: by default it shows pictures, sound, films and plain text. What could run as a page
   * of this server, such as HTML and SVG, is never shown.
   */
  readonly show?: (file: StoredFile) => boolean;
}

/**
 * A route that answers with files: `app.get("/files/*", downloads({ source: sink }))`, where HEAD is answered as well. The address of a file
 * is what {@linkcode addressOf} says; one that leads elsewhere, however it is written, is 404.
 *
 * Answers of 200, 206 to one range, 304, 412 and 416 are as RFC 9110 says; several ranges at once are answered with the whole file. The type
 * is that of the content, whatever the name says, and no browser guesses another. Nobody but who asked may keep an answer, and who asks is
 * looked at each time. 404 is answered for what is no file, 401 (or the way to `login`) and 403 for what is not for who asks.
 *
 * @param path what stands before the places of files in the path, with a slash at its end
 */
export function downloads(
  { source, permit = isSomebody, login, show }: DownloadSettings,
  path = "/files/",
): (c: AppContext) => Promise<Response> {
  const start = path.split("/").slice(1, -1);
  return async (c) => {
    const { pathname } = new URL(c.req.url);
    const names = isBelow(start, pathname) ? namesOf(pathname, start.length) : undefined;
    const file = names === undefined ? undefined : await source.stat(names.join("/"));
    if (file === undefined) return await c.notFound();
    if (!await permit(file)) {
      return refused(principal().user === "" ? "nobody" : "forbidden", c.req.raw, login);
    }
    return await answerFile(c.req.raw, source, file, show) ?? await c.notFound();
  };
}

/** The address of a file, below the path of its route. */
export function addressOf(place: string, path = "/files/"): string {
  return path + place.split("/").map(encodeURIComponent).join("/");
}

function isSomebody(): boolean {
  return principal().user !== "";
}
