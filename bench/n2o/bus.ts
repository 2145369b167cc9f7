/**
 * A hop of the bus over Redis and over NATS beside the same client used bare: messages of 200 bytes go to another process and come back.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { Redis } from "../../n2o/bus/redis/deps.ts";
import { connect } from "../../n2o/bus/nats/deps.ts";
import { isSent } from "../../n2o/mod.ts";
import { natsBus } from "../../n2o/bus/nats/nats.ts";
import { redisBus } from "../../n2o/bus/redis/redis.ts";
import { startNats } from "../../tests/_support/server/nats.ts";
import { startRedis } from "../../tests/_support/store/redis.ts";
import { median, table } from "../report.ts";

const WINDOW_MS = 700, ROUNDS = 7, FLIGHTS = [1, 64];
const SECRET = "a secret for the benchmark";
const TEXT = "x".repeat(190);

/** What carries texts between two processes. */
interface Way {
  send(topic: string, text: string): unknown;
  on(topic: string, heard: (text: string) => void): Promise<unknown>;
}

const ways: Readonly<Record<string, (where: string) => Promise<Way>>> = {
  async "Redis, bare client"(where) {
    const sender = new Redis(where), subscriber = new Redis(where);
    const listeners = new Map<string, (text: string) => void>();
    subscriber.on(
      "messageBuffer",
      (channel: Buffer, message: Buffer) => listeners.get(String(channel))?.(String(message)),
    );
    return await Promise.resolve({
      send: (topic, text) => sender.publish(topic, Buffer.from(text)),
      on(topic, heard) {
        listeners.set(topic, heard);
        return subscriber.subscribe(topic);
      },
    });
  },
  "Redis, bus": async (where) => busWay(await redisBus({ application: "bench", url: where })),
  "Redis, bus, sealed": async (where) =>
    busWay(await redisBus({ application: "bench", url: where, secret: SECRET })),
  async "NATS, bare client"(where) {
    const connection = await connect({ servers: where }), decoder = new TextDecoder();
    return {
      send: (topic, text) => connection.publish(topic, text),
      on(topic, heard) {
        connection.subscribe(topic, { callback: (_, { data }) => heard(decoder.decode(data)) });
        return connection.flush();
      },
    };
  },
  "NATS, bus": async (where) => busWay(await natsBus({ application: "bench", servers: where })),
  "NATS, bus, sealed": async (where) =>
    busWay(await natsBus({ application: "bench", servers: where, secret: SECRET })),
};

function busWay({ send, reg }: Awaited<ReturnType<typeof natsBus>>): Way {
  return {
    send,
    on: (topic, heard) =>
      Promise.resolve(reg(topic, (news) => isSent(news) && heard(String(news.message)))),
  };
}

/** Prints round trips a second, and the bus's beside the bare client's. */
export async function run(): Promise<void> {
  await using redis = await startRedis("--appendonly", "no");
  await using nats = await startNats();
  for (const [broker, where] of [["Redis", redis.socket], ["NATS", nats.address]] as const) {
    const names = ["bare client", "bus", "bus, sealed"].map((way) => `${broker}, ${way}`);
    const runners = await Promise.all(names.map((name) => runner(name, where)));
    for (const flight of FLIGHTS) {
      const rates: [number[], number[], number[]] = [[], [], []];
      for (let round = -1; round < ROUNDS; round++) {
        for (const [at, { measure }] of runners.entries()) {
          const rate = await measure(flight);
          if (round >= 0) rates[at]?.push(rate);
        }
      }
      const [bare] = rates;
      table(
        `${broker}: there and back between two processes, ${flight} under way`,
        rates.map((own, way) => [
          names[way] ?? "",
          `${Math.round(median(own))}/s`,
          median(bare.map((rate, at) => (own[at] ?? 0) / rate)).toFixed(2),
        ]),
      );
    }
    for (const { stop } of runners) stop();
  }
}

interface Runner {
  measure(flight: number): Promise<number>;
  stop(): void;
}

/** This process at one end, and one of its own at the other. */
async function runner(name: string, where: string): Promise<Runner> {
  const other = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", import.meta.filename ?? "", name, where],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const ready = other.stdout.getReader();
  await ready.read();
  const way = await open(name, where);
  let heard = () => {};
  await way.on(`pong ${name}`.replaceAll(/\W/g, ""), () => heard());
  return {
    async measure(flight) {
      let count = 0, isOpen = true, flying = 0;
      const landed = Promise.withResolvers<void>();
      const fly = () => {
        flying++;
        way.send(`ping ${name}`.replaceAll(/\W/g, ""), TEXT);
      };
      heard = () => {
        count++;
        flying--;
        if (isOpen) fly();
        else if (flying === 0) landed.resolve();
      };
      const begun = performance.now();
      for (let each = 0; each < flight; each++) fly();
      await new Promise((resolve) => setTimeout(resolve, WINDOW_MS));
      const rate = count / (performance.now() - begun) * 1000;
      isOpen = false;
      await landed.promise;
      return rate;
    },
    stop() {
      ready.releaseLock();
      other.kill("SIGKILL");
    },
  };
}

async function open(name: string, where: string): Promise<Way> {
  const made = ways[name];
  if (made === undefined) throw new Error(`there is no way "${name}"`);
  return await made(where);
}

const [name, where] = Deno.args;
if (name !== undefined && where !== undefined) {
  const way = await open(name, where),
    topic = (word: string) => `${word} ${name}`.replaceAll(/\W/g, "");
  await way.on(topic("ping"), (text) => void way.send(topic("pong"), text));
  // deno-lint-ignore no-console -- the parent process waits for it
  console.log("ready");
} else if (import.meta.main) {
  await run();
  Deno.exit();
}
