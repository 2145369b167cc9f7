/**
 * Applications on Node that speak over WebSockets, TCP and UDP, for a test that overruns their limits: `LIMITS` has those of each by its
 * name. Prints `name port tcp udp` for each, then what they log as `name: message`, and `finished`.
 *
 * @module
 */
import process from "node:process";
import { application } from "../../../host/node/mod.ts";
import { onTcp } from "../../../n2o/endpoint/tcp.ts";
import { onUdp } from "../../../n2o/endpoint/udp.ts";
import * as formats from "../../../n2o/format/mod.ts";
import { superjson } from "../../../n2o/format/superjson/superjson.ts";

const { bert, json, raw, text, xml } = formats;
const all = [bert, json, raw, text, xml, superjson];
const say = (line: string) => void process.stdout.write(`${line}\n`);

const limits: Readonly<Record<string, object>> = JSON.parse(process.env.LIMITS ?? "{}");
const ends = Object.entries(limits).map(async ([name, limits]) => {
  const { start } = await application({
    routes: {
      "/p": {
        event: (event) =>
          event === "init" && name === "mailbox" ? new Promise(() => {}) : undefined,
      },
      "/quiet": { event() {} },
    },
    limits,
    secret: "a secret of more than sixteen letters",
    // The format that the address names.
    formatter: ({ query }) => all.find((each) => `as=${each.name}` === query) ?? bert,
    tcp: onTcp({ path: "/quiet?as=json" }),
    udp: onUdp({ path: "/quiet" }),
    port: 0,
    hostname: "127.0.0.1",
    log: (level, message) => level === "info" || say(`${name}: ${message}`),
  });
  const { port, tcp, udp, finished } = await start();
  say(`${name} ${port} ${tcp} ${udp}`);
  await finished;
});
await Promise.all(ends);
say("finished");
