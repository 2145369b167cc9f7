/**
 * Encoding and decoding of two typical messages beside other codecs, in one run.
 *
 * Each codec gets and gives what is natural to it: ETF codecs tuples and atoms, the others arrays and strings. Text goes
 * in as a JavaScript string everywhere. Coming out it is a string where the format knows strings, and a view of the bytes
 * in N2O.ts, whose binaries are bytes until somebody asks for text; the row "N2O.ts + text" asks for all of it.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the table is what a bench is for
// The native parts of msgpackr and cbor-x are pinned to versions that exist for every platform; they must come first.
import "npm:msgpackr-extract@3.0.4";
import "npm:cbor-extract@2.2.2";
import * as cbor from "npm:cbor-x@1.6.8";
import erlang from "npm:erlang_js@2.0.7";
import etf from "npm:etf.js@1.0.1";
import * as msgpackr from "npm:msgpackr@2.1.3";
import { Buffer } from "node:buffer";
import { median } from "./report.ts";
import { atom, decode, encode, type Term, text, Tuple, tuple } from "../n2o/bert.ts";

const ROUNDS = 25;
/** Milliseconds of each measurement. */
const SPAN = 12;
const PEER = "msgpackr";

/** A message in the form that codecs of plain data take; a record is an array whose first element names it. */
type Plain = string | Plain[];

const CODE = "document.getElementById('history').insertAdjacentHTML('beforeend','<p>Hello</p>');"
  .repeat(7).slice(0, 500);

const MESSAGES: readonly { name: string; term: Term; plain: Plain }[] = [
  {
    name: "io",
    term: tuple(atom("io"), CODE, tuple(atom("Token"), "0123456789abcdef01234")),
    plain: ["io", CODE, ["Token", "0123456789abcdef01234"]],
  },
  event("loginButton", "0123456789abcdef".repeat(14)),
];

function event(target: string, pickle: string) {
  return {
    name: "event",
    term: tuple(atom("pickle"), target, pickle, [
      tuple(tuple(target, "detail"), []),
      tuple(atom("user"), "alice"),
      tuple(atom("pass"), "lobby"),
    ]),
    plain: ["pickle", target, pickle, [
      [[target, "detail"], []],
      ["user", "alice"],
      ["pass", "lobby"],
    ]],
  };
}

interface Codec {
  readonly name: string;
  readonly encode: () => unknown;
  readonly decode: () => unknown;
}

function codecs(term: Term, plain: Plain): Codec[] {
  const ours = encode(term), packed = msgpackr.pack(plain), coded = cbor.encode(plain);
  const encoder = new TextEncoder(), decoder = new TextDecoder();
  const json = encoder.encode(JSON.stringify(plain));
  const buffer = Buffer.from(ours), theirs = erlangTerm(term), packedEtf = etf.pack(plain);
  return [
    { name: "N2O.ts", encode: () => encode(term), decode: () => decode(ours) },
    { name: "N2O.ts + text", encode: () => encode(term), decode: () => asText(decode(ours)) },
    { name: PEER, encode: () => msgpackr.pack(plain), decode: () => msgpackr.unpack(packed) },
    { name: "cbor-x", encode: () => cbor.encode(plain), decode: () => cbor.decode(coded) },
    {
      name: "JSON",
      encode: () => encoder.encode(JSON.stringify(plain)),
      decode: () => JSON.parse(decoder.decode(json)),
    },
    // Its functions call back at once.
    {
      name: "erlang_js",
      encode: () => erlang.Erlang.term_to_binary(theirs, fail),
      decode: () => erlang.Erlang.binary_to_term(buffer, fail),
    },
    { name: "etf.js", encode: () => etf.pack(plain), decode: () => etf.unpack(packedEtf) },
  ];
}

function fail(error: unknown): void {
  if (error) throw error;
}

/** The message in the classes of erlang_js. */
function erlangTerm(term: Term): unknown {
  const { OtpErlangAtom, OtpErlangBinary, OtpErlangList } = erlang.Erlang;
  if (term instanceof Tuple) return term.elements.map(erlangTerm);
  if (Array.isArray(term)) return new OtpErlangList(term.map(erlangTerm));
  if (typeof term === "string") return new OtpErlangBinary(Buffer.from(term));
  return new OtpErlangAtom(String(term));
}

function asText(term: Term): unknown {
  if (term instanceof Tuple) return term.elements.map(asText);
  return Array.isArray(term) ? term.map(asText) : text(term) ?? term;
}

/** Operations in a second, measured once. */
function speed(run: () => unknown): number {
  const start = performance.now();
  let count = 0, spent = 0;
  do {
    for (let left = 200; left > 0; left--) run();
    count += 200;
    spent = performance.now() - start;
  } while (spent < SPAN);
  return count / spent * 1000;
}

/** Prints thousand operations a second, and their ratio to msgpackr, of each codec, message and direction. */
export function run(): Promise<void> {
  for (const { name, term, plain } of MESSAGES) {
    const all = codecs(term, plain);
    const speeds = all.map(() => ({ encode: [] as number[], decode: [] as number[] }));
    // Rounds are interleaved, so that what else the machine does hits every codec alike.
    for (let round = 0; round < ROUNDS; round++) {
      all.forEach((codec, index) => {
        speeds[index]?.encode.push(speed(codec.encode));
        speeds[index]?.decode.push(speed(codec.decode));
      });
    }
    const medians = speeds.map((of) => ({ encode: median(of.encode), decode: median(of.decode) }));
    const peer = medians[all.findIndex((codec) => codec.name === PEER)];
    console.log(`\nBERT, ${name} message of ${encode(term).length} bytes, thousand a second`);
    console.log(`${"".padEnd(16)}    encode  ratio    decode  ratio`);
    all.forEach((codec, index) => {
      const own = medians[index];
      if (own === undefined || peer === undefined) return;
      console.log(
        codec.name.padEnd(16) + cell(own.encode, peer.encode) + cell(own.decode, peer.decode),
      );
    });
  }
  return Promise.resolve();
}

function cell(own: number, peer: number): string {
  return (own / 1000).toFixed(0).padStart(10) + (own / peer).toFixed(2).padStart(7);
}

if (import.meta.main) await run();
