/**
 * Codes of errors.
 *
 * @module
 */
import { codes } from "../codes.ts";
import { ships } from "./arrows.ts";
import { roomOf, type Rule } from "./house.ts";

/** Rooms that have a class of errors. */
const ROOMS = ["feel", "kvs", "n2o", "nitro", "bpe", "form", "rest"];

/** What a program can meet is what the type says. */
export const errors: Rule = {
  name: "the codes that are thrown are those that the type of each class closes",
  find: ({ sources }) => {
    const shipped = sources.filter(({ path }) => ships(path));
    const without = ROOMS.filter((room) => {
      const own = shipped.filter(({ path }) => roomOf(path) === room);
      return own.length > 0 && codes(own.map(({ code }) => code)).length === 0;
    });
    return [
      ...without.map((room) => `${room} closes no list of codes`),
      ...codes(shipped.map(({ code }) => code)).flatMap(({ name, known, thrown }) => [
        ...[...thrown].filter((code) => !known.has(code))
          .map((code) => `${name} "${code}" is thrown and not in its type`),
        ...[...known].filter((code) => !thrown.has(code))
          .map((code) => `${name} "${code}" is in its type and not thrown`),
      ]),
    ];
  },
};
