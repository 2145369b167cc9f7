/**
 * Where this module does not answer what the originals answered, each with the reason and the
 * answer here.
 */

/** A call of a scenario that is answered otherwise. */
export interface Difference {
  /** The defect or the decision. */
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

const table = (name: string, fields: string, keys = "") =>
  `{table,${name},false,set,[${fields}],[${keys}],disc_copies,{},[]}`;
const reader = "id,pos,cache,args,feed,count,dir", writer = "id,count,args,cache,first";
const core = [
  table("id_seq", "thing,id", "thing"),
  table("reader", reader),
  table("writer", writer),
];
const one = `{writer,<<"/w">>,1,${msg(bin("w1"))},{msg,<<"w1">>},{msg,<<"w1">>}}`;
const two = `{writer,<<"/w">>,2,${msg(bin("w2"))},{msg,<<"w2">>},{msg,<<"w1">>}}`;

/** Everything that differs. */
export const differences: readonly Difference[] = [
  {
    why: "append of an existing id does nothing; here it updates the entry in its place",
    scenario: "append duplicates",
    ours: { 6: `{ok,${msg(bin("id3"), bin("id4"), bin("id2"), bin("changed"))}}` },
  },
  {
    why: "append of an id that another feed has does nothing; here each feed has its own entries",
    scenario: "append duplicates",
    ours: {
      9: `[${msg(bin("id1"), bin("id2"))}]`,
      10: `{writer,<<"/other">>,1,[],{msg,<<"id1">>},{msg,<<"id1">>}}`,
    },
  },
  {
    why: "remove decrements the count even of an absent record; here only if there was an entry",
    scenario: "remove",
    ours: { 8: "4", 9: `{writer,<<"/feed">>,4,[],{msg,<<"id5">>},{msg,<<"id1">>}}` },
  },
  {
    why: "remove leaves the entry in the feed, and delete breaks the chain behind it",
    scenario: "remove",
    ours: { 7: chain("id1", "id2", "id4", "id5"), 12: chain("id1", "id4", "id5") },
  },
  { why: "cut does nothing", scenario: "remove", ours: { 13: "3", 14: "[]" } },
  {
    why: "the next append after deleting the tail crashes",
    scenario: "remove ends",
    ours: {
      6: chain("id1", "id2", "id3", "id4"),
      7: bin("id6"),
      8: chain("id1", "id2", "id3", "id4", "id6"),
    },
  },
  {
    why: "a missing key is not_found on mnesia and enoent on fs",
    backend: "fs",
    scenario: "put/get/delete",
    ours: {
      2: "{error,not_found}",
      4: "{error,not_found}",
      5: "ok",
      13: "error",
      14: "error",
      15: "error",
    },
  },
  {
    why: "put of a list answers a list on fs only",
    backend: "fs",
    scenario: "put/get/delete",
    ours: { 6: "ok" },
  },
  {
    why:
      "a missing key is not_found on mnesia and enoent on fs, whose tables keep no appended records",
    backend: "fs",
    scenario: "append duplicates",
    ours: { 6: `{ok,${msg(bin("id3"), bin("id4"), bin("id2"), bin("changed"))}}` },
  },
  {
    why: "a missing key is not_found on mnesia and enoent on fs",
    backend: "fs",
    scenario: "remove",
    ours: { 11: "ok" },
  },
  {
    why: "a missing key is not_found on mnesia and enoent on fs",
    backend: "fs",
    scenario: "remove ends",
    ours: { 5: "ok" },
  },
  {
    why: "count is 0 on fs whatever was appended",
    backend: "fs",
    scenario: "feed/all/take",
    ours: { 19: "5" },
  },
  {
    why:
      "writer fields are in two orders: add puts whole records where append puts pairs; here always the place",
    scenario: "writer add/save",
    ours: { 1: one, 2: one, 3: two, 4: two, 5: two },
  },
  {
    why: "top of an empty feed stands at a record []",
    scenario: "reader cursor next/prev/top/bot",
    ours: { 28: `{reader,<<"4">>,0,[],0,<<"/none">>,[],0,1}` },
  },
  {
    why: "feed and all draw an id for a reader that nobody sees",
    scenario: "feed/all/take",
    ours: {
      8: `{reader,<<"1">>,0,{msg,<<"id1">>},5,<<"/feed">>,[],0,0}`,
      15: `{reader,<<"2">>,0,[],0,<<"/empty">>,[],0,0}`,
    },
  },
  {
    why: "records are objects and have no arity; undeclared fields are refused instead",
    backend: "mnesia",
    scenario: "put/get/delete",
    ours: { 16: "ok" },
  },
  {
    why: "append needs fields next and prev in the second and third place",
    scenario: "records with prev before next (like bpe)",
    ours: { 0: bin("x"), 1: bin("x") },
  },
  {
    why: "keys aborts, key_match is a stub, delete_range is a stub",
    scenario: "index/match/keys",
    ours: { 5: `[<<"1">>,<<"2">>,<<"3">>]`, 6: `[<<"1">>]`, 8: "error" },
  },
  {
    why: "index and match are stubs on fs",
    backend: "fs",
    scenario: "index/match/keys",
    ours: {
      3: "error",
      4: `[${msg(bin("1"))},${msg(bin("3"))}]`.replaceAll("[],[]}", `<<"u1">>,[]}`),
    },
  },
  {
    why: "reader and writer are declared twice; a reader's field seek is used by nobody",
    scenario: "metainfo",
    ours: {
      0: `[${[...core, table("msg", "id,next,prev,user,msg")]}]`,
      4: `[{reader,[${reader}]},{writer,[${writer}]}]`,
      13: `[${core}]`,
    },
  },
  {
    why:
      "what the back end is called, its own tables, and the modules configured are not the feeds' behaviour",
    scenario: "metainfo",
    ours: { 1: "[]", 2: `{version,<<"KVS KV 1">>}`, 3: "[kvs_test]" },
  },
];
