/**
 * Numbers of the connection over a broker. In a file of their own, for then the bundler writes them where they are used.
 *
 * @module
 */

/** Seconds without a packet after half as many again of which the broker gives the page up. */
export const KEEP_ALIVE = 120;
/** The packet id of the subscription. */
export const SUBSCRIPTION = 1;
/** How long the broker has for an answer, in milliseconds. */
export const LATE = 9_000;
/** Packet ids of messages that are remembered: brokers have at most some tens under way. */
export const REMEMBERED = 100;
/** What CONNACK returns where the broker is not ready yet (3.2.2.3). */
export const UNAVAILABLE = 3;

/** Codes of a WebSocket: the connection was lost, its protocol was not kept to, the other side asks to come later. */
export const LOST = 1006;
export const BROKEN = 1002;
export const LATER = 1013;
/** The code of what was refused and will be again. */
export const REFUSED = 4101;
