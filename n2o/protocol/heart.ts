/**
 * The heart protocol: `PING` is answered with `PONG`, an empty text with an empty text.
 *
 * @module
 */
import { type Protocol, reply, unknown } from "../proto.ts";

const pong = reply({ text: "PONG" }), empty = reply({ text: "" });

/** Answers heartbeats. */
export const heart: Protocol = {
  contextFree: true,
  info(message) {
    if (message.type !== "text") return unknown;
    return message.text === "PING" ? pong : message.text === "" ? empty : unknown;
  },
};
