/** A program with a handler that takes a while, and says when it begins and when its work is durable; started by `stray_test.ts`. */
import { application, n2o } from "../../../mod.ts";

const say = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
const slow: n2o.Protocol = {
  async info(message) {
    if (message.type !== "text" || message.text !== "slow") return n2o.unknown;
    say("begun");
    await new Promise((resolve) => setTimeout(resolve, 300));
    say("durable");
    return n2o.reply({ text: "done" });
  },
};
const { start } = await application({
  routes: { "/p": { event() {} } },
  protocols: [n2o.heart, slow],
  port: 0,
  hostname: "127.0.0.1",
  secret: "a secret of more than sixteen letters",
  log: n2o.silentLog,
});
say(`port ${(await start()).port}`);
