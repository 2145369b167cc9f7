/**
 * Where this module does not answer what the originals answered, each with the reason and the
 * answer here.
 */

/** What is wrong with the recorded answers; all but `defect` are checked against them. */
export type Kind =
  /** The original threw, exited or aborted. */
  | "crash"
  /** The function is not written: it answers `[]` or `ignore` whatever is there. */
  | "stub"
  /** The original's back ends contradict one another; here every store answers alike. */
  | "back ends differ"
  /** The answer is wrong. */
  | "defect";

/** Calls of a scenario that are answered otherwise. */
export interface Difference {
  kind: Kind;
  /** What the original answered, what is answered here, and why that serves a user better. */
  why: string;
  scenario: string;
  /** The calls' numbers, and what is answered here; "error" for a KvsError. */
  ours: Record<number, string>;
  /** On one recorded back end only. */
  backend?: "mnesia" | "fs";
}

const msg = (id: string, next = "[]", prev = "[]", body = "[]") =>
  `{msg,${id},${next},${prev},[],${body}}`;
const bin = (id: string) => `<<"${id}">>`;

/** A feed of these ids as the originals show it, with its links. */
function chain(...ids: string[]): string {
  return `[${
    ids.map((id, i) =>
      msg(bin(id), ids[i + 1] && bin(ids[i + 1] ?? ""), ids[i - 1] && bin(ids[i - 1] ?? ""))
    )
  }]`;
}

const one = `{writer,<<"/w">>,1,${msg(bin("w1"))},{msg,<<"w1">>},{msg,<<"w1">>}}`;
const two = `{writer,<<"/w">>,2,${msg(bin("w2"))},{msg,<<"w2">>},{msg,<<"w1">>}}`;

/** Everything that differs. */
export const differences: readonly Difference[] = [
  {
    kind: "defect",
    why:
      "append of an existing id is acknowledged and does nothing (nor does `get` on fs find what " +
      "was appended); here it updates the entry in its place, so that what was acknowledged is there",
    scenario: "append duplicates",
    ours: { 6: `{ok,${msg(bin("id3"), bin("id4"), bin("id2"), bin("changed"))}}` },
  },
  {
    kind: "defect",
    why:
      "append of an id that another feed has is acknowledged and does nothing; here each feed has " +
      "entries of its own",
    scenario: "append duplicates",
    ours: {
      9: `[${msg(bin("id1"), bin("id2"))}]`,
      10: `{writer,<<"/other">>,1,[],{msg,<<"id1">>},{msg,<<"id1">>}}`,
    },
  },
  {
    kind: "defect",
    why:
      "remove lowers the count even for a record that was not there; here the count is how many " +
      "entries there are",
    scenario: "remove",
    ours: { 8: "4", 9: `{writer,<<"/feed">>,4,[],{msg,<<"id5">>},{msg,<<"id1">>}}` },
  },
  {
    kind: "defect",
    why:
      "remove leaves the entry in the feed and only counts it out, and delete takes the entries " +
      "behind it along; here exactly the entry is gone",
    scenario: "remove",
    ours: { 7: chain("id1", "id2", "id4", "id5"), 12: chain("id1", "id4", "id5") },
  },
  {
    kind: "stub",
    why: "cut answers `ignore`; here it removes the entries and tells how many",
    scenario: "remove",
    ours: { 13: "3" },
  },
  {
    kind: "defect",
    why: "after cut everything is still there; here nothing is",
    scenario: "remove",
    ours: { 14: "[]" },
  },
  {
    kind: "defect",
    why:
      "after delete of the newest entry the feed still links to it (mnesia) or still has it (fs); " +
      "here it is gone, and what is appended next stands in its place",
    scenario: "remove ends",
    ours: {
      6: chain("id1", "id2", "id3", "id4"),
      8: chain("id1", "id2", "id3", "id4", "id6"),
    },
  },
  {
    kind: "crash",
    why: "the append after a delete of the newest entry crashes; here it appends",
    backend: "mnesia",
    scenario: "remove ends",
    ours: { 7: bin("id6") },
  },
  {
    kind: "back ends differ",
    why: "fs tells of a missing record as `enoent`; here as mnesia: not_found, and delete is ok",
    backend: "fs",
    scenario: "put/get/delete",
    ours: { 2: "{error,not_found}", 4: "{error,not_found}", 5: "ok" },
  },
  {
    kind: "back ends differ",
    why: "fs takes a table that nobody declared; here, as on mnesia, one that is not among the " +
      "declared ones is an error, so that a slip in a name is noticed",
    backend: "fs",
    scenario: "put/get/delete",
    ours: { 13: "error", 14: "error", 15: "error" },
  },
  {
    kind: "back ends differ",
    why: "put of a list answers a list on fs; here one ok, as on mnesia, because it is one commit",
    backend: "fs",
    scenario: "put/get/delete",
    ours: { 6: "ok" },
  },
  {
    kind: "crash",
    why:
      "put of a record with fewer fields than declared aborts on mnesia; here, as on fs, it is " +
      "stored: fields of an object may be absent",
    backend: "mnesia",
    scenario: "put/get/delete",
    ours: { 16: "ok" },
  },
  {
    kind: "back ends differ",
    why:
      "delete of an appended record answers `enoent` on fs and deletes nothing; here as on mnesia",
    backend: "fs",
    scenario: "remove",
    ours: { 11: "ok" },
  },
  {
    kind: "back ends differ",
    why:
      "delete of an appended record answers `enoent` on fs and deletes nothing; here as on mnesia",
    backend: "fs",
    scenario: "remove ends",
    ours: { 5: "ok" },
  },
  {
    kind: "back ends differ",
    why: "count is 0 on fs whatever was appended; here as on mnesia",
    backend: "fs",
    scenario: "feed/all/take",
    ours: { 19: "5" },
  },
  {
    kind: "defect",
    why:
      "a writer's cache and first are whole records after add and pairs after append; here always " +
      "the place of the entry",
    scenario: "writer add/save",
    ours: { 1: one, 2: one, 3: two, 4: two, 5: two },
  },
  {
    kind: "defect",
    why:
      "feed and all write: each draws a number for a reader that nobody sees, so the next reader " +
      "has a higher one; here reading writes nothing, and only the number of the id is lower",
    scenario: "feed/all/take",
    ours: {
      8: `{reader,<<"1">>,0,{msg,<<"id1">>},5,<<"/feed">>,[],0,0}`,
      15: `{reader,<<"2">>,0,[],0,<<"/empty">>,[],0,0}`,
    },
  },
  {
    kind: "crash",
    why: "append of a record without fields next and prev in the second and third place crashes; " +
      "here order and links are the feed's own, and a record needs an id only",
    scenario: "records with prev before next (like bpe)",
    ours: { 0: bin("x"), 1: bin("x") },
  },
  {
    kind: "crash",
    why: "keys aborts on mnesia: it runs outside of a transaction; here it answers the ids",
    backend: "mnesia",
    scenario: "index/match/keys",
    ours: { 5: `[<<"1">>,<<"2">>,<<"3">>]` },
  },
  {
    kind: "stub",
    why:
      "keys, index and match are stubs on fs; here they answer as on mnesia where it answers, and " +
      "an index that was not declared is an error",
    backend: "fs",
    scenario: "index/match/keys",
    ours: {
      3: "error",
      4: `[${msg(bin("1"))},${msg(bin("3"))}]`.replaceAll("[],[]}", `<<"u1">>,[]}`),
      5: `[<<"1">>,<<"2">>,<<"3">>]`,
    },
  },
  {
    kind: "stub",
    why: "key_match is a stub; here it answers the ids with this end",
    scenario: "index/match/keys",
    ours: { 6: `[<<"1">>]` },
  },
  {
    kind: "back ends differ",
    why:
      "dir tells of a table of mnesia's own, or of files' paths; here of the same tables by name",
    scenario: "metainfo",
    ours: { 1: "[{table,id_seq},{table,msg},{table,reader},{table,writer}]" },
  },
  {
    kind: "back ends differ",
    why: "ver tells the back end's name; here that of the one layout which every store has",
    scenario: "metainfo",
    ours: { 2: `{version,<<"KVS KV 2">>}` },
  },
];
