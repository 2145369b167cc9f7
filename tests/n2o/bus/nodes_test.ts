import { mosquittoAbsent, startMosquitto } from "../../_support/server/mosquitto.ts";
import { natsAbsent, startNats } from "../../_support/server/nats.ts";
import { redisAbsent, startRedis } from "../../_support/store/redis.ts";
import { dial, type Wire } from "../../_support/server/wire.ts";
import { long } from "../../_support/long.ts";
import { start } from "../../_support/process.ts";
import type { BrokerServer } from "./remote.ts";

/** Reads what a client hears up to this. */
async function until(wire: Wire, text: string): Promise<void> {
  for (;;) {
    const answer = await wire.next();
    if (answer !== "empty" && "text" in answer && answer.text === text) return;
  }
}

async function tried(kind: string, server: BrokerServer, where: string): Promise<void> {
  const script = new URL("./node.ts", import.meta.url);
  // The clients run where no code may be made of text.
  const noEval = "--v8-flags=--disallow-code-generation-from-strings";
  const flags = ["--no-check", "--unstable-kv", "-A", noEval];
  await using one = start(script, [kind, where], { flags });
  await using two = start(script, [kind, where], { flags });
  const enter = async (port: string, name: string) => {
    const wire = await dial(`ws://127.0.0.1:${port}/ws/room?${name}`);
    wire.text("enter");
    return wire;
  };
  const ports = [await one.line() ?? "", await two.line() ?? ""];
  const ann = await enter(ports[0] ?? "", "ann"),
    bob = await enter(ports[1] ?? "", "bob");
  for (const each of [ann, bob]) await until(each, "there ann,bob");
  ann.text("say hi");
  for (const each of [ann, bob]) await until(each, "heard hi");

  // The broker is killed while both talk, and comes back: both hear that something may be lost, and then one another.
  for (let each = 0; each < 50; each++) for (const wire of [ann, bob]) wire.text(`say ${each}`);
  await server.kill();
  await server.start();
  for (const each of [ann, bob]) await until(each, "lost");
  const speak = () => {
    ann.text("say again");
    bob.text("say too");
  };
  speak();
  await Promise.all([ann, bob].map(async (each) => {
    const wanted = new Set(["heard again", "heard too"]);
    while (wanted.size > 0) {
      const answer = await each.next();
      if (answer === "empty" || !("text" in answer)) continue;
      // What was said before the other way to the broker had come back is lost as well, and that is told.
      if (answer.text === "lost") speak();
      wanted.delete(answer.text);
    }
  }));

  const gone = until(bob, "there bob");
  await one.kill();
  // Five seconds are those of the virtual clock in the tests of presence; here a busy machine may take longer.
  let late: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error("she is there after half a minute")), 30_000);
  });
  await Promise.race([gone, deadline]).finally(() => clearTimeout(late));
  const cy = await enter(ports[1] ?? "", "cy");
  await until(bob, "there bob,cy");
  await Promise.all([bob.leave(), cy.leave()]);
}

Deno.test({
  name:
    "Redis: two processes talk and see who is there, over a crash of Redis; the people of one that is killed are gone soon",
  ignore: redisAbsent,
  fn: async () => {
    await using server = await startRedis();
    await tried("redis", server, server.socket);
  },
});

Deno.test({
  name:
    "NATS: two processes talk and see who is there, over a crash of NATS; the people of one that is killed are gone soon",
  ignore: natsAbsent || !long,
  fn: async () => {
    await using server = await startNats();
    await tried("nats", server, server.address);
  },
});

Deno.test({
  name:
    "MQTT: two processes talk and see who is there, over a crash of mosquitto; the people of one that is killed are gone soon",
  ignore: mosquittoAbsent || !long,
  fn: async () => {
    await using server = await startMosquitto();
    await tried("mqtt", server, server.url);
  },
});
