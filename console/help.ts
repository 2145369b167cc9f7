/**
 * What the console says about itself.
 *
 * @module
 */

/** Fits a screen of 80 columns and 40 rows. */
export const HELP: string = `The console of stores: deno task kvs COMMAND STORE ...

  list STORE                 tables and feeds, each with its count
      --under PATH           only the feeds under a path
      --json                 a line of JSON each
  page STORE FEED|TABLE      entries or records, the newest (last) first
      --oldest  --size 20    the oldest first; how many on a page (at most 1000)
      --after CURSOR         go on behind a cursor that an earlier page printed
      --json                 a line of JSON each, with its cursor
  count STORE [FEED|TABLE]   how many (with --prefix: keys); by kind for a store
  export STORE               ndjson to standard output, or --out FILE (new)
  import STORE [FILE]        ndjson from standard input, or a file
      --keep                 leave alone what is there (else it is replaced)
      --dry-run              check every line, tell what is there, write nothing
  copy FROM TO               into an empty store; then the counts are compared
      --verify               compare the contents
      --merge  [--keep]      into a store that holds something
  check STORE                counts, indexes and parts against what is there
      --mend                 mend what is wrong, while others use the store
      --under PATH  --json   only the feeds under a path; a line of JSON each

count, export and copy take all of a store, or a part of it:
      --feed PATH | --table NAME | --prefix '["user", 7]'
count, export, import, copy and check show --progress without a terminal, too.

A STORE is the file of a Deno KV, :memory:, http(s)://... (KV Connect, with
DENO_KV_ACCESS_TOKEN) or redis(s)://host/?prefix=name.

Entries keep their order, not their positions: a copy is appended to as its
original is. Saved readers go along; cursors that clients hold do not. Expiry
is not told by a store, so copies do not expire; queues are not copied. import
and copy --merge may be repeated after a break. Nobody should write meanwhile.

  deno task kvs page app.db /chat/room --size 50
  deno task kvs export app.db --feed /chat | gzip > chat.ndjson.gz
  deno task kvs copy app.db redis://localhost --verify

Ends with 0; 1 where something failed, differs or is left to mend; 2 for a
wrong command line.
`;
