import { once } from "node:events";
import { type Endpoint, tcp } from "../../../n2o/endpoint/tcp.ts";
import { udp } from "../../../n2o/endpoint/udp.ts";
import { unpacker } from "../../../n2o/endpoint/packet.ts";
import { stop } from "../../../n2o/server.ts";
import { assert, equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { needs } from "../../_support/permission.ts";
import { absent } from "../../_support/program.ts";
import { random } from "../../_support/random.ts";
import {
  dialTcp,
  framed,
  plainTcp,
  type PlainUdp,
  plainUdp,
} from "../../_support/server/carriers.ts";
import { scene } from "../page.ts";

needs("net");

Deno.test(`frames come out as they went in, however the stream is cut (seed ${SEED})`, () => {
  const { below } = random(SEED);
  for (let round = 0; round < rounds(500, 50_000); round++) {
    const bodies = Array.from(
      { length: below(6) },
      () =>
        Uint8Array.from({ length: below(3) === 0 ? below(9_000) : below(12) }, () => below(256)),
    );
    const stream = bodies.flatMap((body) => [...framed(body)]), found: Uint8Array[] = [];
    const frames = unpacker(10_000);
    for (let at = 0; at < stream.length;) {
      const end = Math.min(stream.length, at + 1 + below(below(2) === 0 ? 5 : 5_000));
      equal(
        frames.push(
          Uint8Array.from(stream.slice(at, end)),
          (frame) => found.push(new Uint8Array(frame)),
        ),
        undefined,
      );
      at = end;
    }
    equal(found, bodies, `round ${round}`);
    equal(frames.waiting, 0);
  }
});

Deno.test("a length over the limit is told before its bytes are there", () => {
  for (const cut of [1, 2, 3, 4]) {
    const frames = unpacker(1_000), bytes = Uint8Array.of(0, 0, 3, 0xe9);
    const told = [bytes.slice(0, cut), bytes.slice(cut)].map((part) => frames.push(part, () => {}));
    assert(told.includes(1_001));
  }
});

Deno.test("a TCP peer that dribbles or is silent is closed in time, one that says no more is answered first", async () => {
  const { server, clock } = scene(), endpoint = await tcp(server, { path: "/p" });
  const dribbling = await dialTcp(endpoint), silent = await dialTcp(endpoint);
  const half = await plainTcp(endpoint), answers: Uint8Array[] = [];
  half.on("data", (bytes: Uint8Array) => answers.push(bytes));
  half.end(framed("PING"));
  await once(half, "end");
  equal(new TextDecoder().decode(answers[0]).slice(4, 8), "PONG");
  dribbling.socket.write(Uint8Array.of(...framed("PING"), 0, 0));
  await dribbling.next();
  silent.text("PING");
  await silent.next();
  clock.advance(11_000);
  equal((await dribbling.closed)[0], 1002);
  clock.advance(60_000);
  equal((await silent.closed)[0], 1001);
  await endpoint.close();
  equal(server.connections.size, 0);
});

Deno.test("a UDP peer that proved nothing gets no more bytes than it sent, and costs no state", async () => {
  const { server } = scene(), endpoint = await udp(server, { path: "/p" });
  const peer = await plainUdp(endpoint), other = await plainUdp(endpoint);
  for (const said of ["PING", "", "N2O,", "COOKIE,", "COOKIE,short", "x".repeat(28)]) {
    peer.send(said);
  }
  peer.send("x".repeat(2_000));
  const cookie = new TextDecoder().decode(await peer.next());
  equal(cookie.length, 29);
  equal(peer.inbox, []);
  equal(server.connections.size, 0);
  // The cookie of one address is none of another's.
  other.send(cookie);
  const its = new TextDecoder().decode(await other.next());
  assert(its !== cookie && its.length === 29);
  equal(server.connections.size, 0);
  for (let twice = 0; twice < 2; twice++) {
    peer.send(cookie);
    equal(new TextDecoder().decode(await peer.next()), cookie);
    equal(server.connections.size, 1);
  }
  peer.send("PING");
  equal(new TextDecoder().decode(await peer.next()), "PONG");
  await stop(server);
  await endpoint.close();
  for (const each of [peer, other]) await each.close();
});

Deno.test("UDP: servers that a forged sender told of each other, and whoever sends all back, fall silent; who asks is answered", async () => {
  const { server, clock } = scene(), endpoint = await udp(server, { path: "/p" });
  const ask = `COOKIE,${"-".repeat(22)}`, TIMES = 100;
  const told = async (peer: PlainUdp) => new TextDecoder().decode(await peer.next());
  const stranger = await plainUdp(endpoint);
  stranger.send(ask);
  const its = await told(stranger);
  /** How many answers come to what is sent again and again, before the address is proven. */
  const answers = async (...said: readonly (string | Uint8Array)[]) => {
    const peer = await plainUdp(endpoint);
    peer.send(ask);
    const own = await told(peer);
    for (let each = 0; each < TIMES; each++) peer.send(said[each % said.length] ?? own);
    for (const last of [own, "PING"]) peer.send(last);
    let count = 0;
    while (await told(peer) !== "PONG") count++;
    await peer.close();
    return count - 1;
  };
  // The answers of another server are cookies, those of another service anything.
  equal(await answers(its), 16);
  equal(await answers(its, "x".repeat(500), new Uint8Array(29).fill(200)), 16);
  equal(await answers(ask), TIMES);
  equal(await answers(), 16);
  clock.advance(1_000);
  equal(await answers(its), 16);
  await stop(server);
  await endpoint.close();
  await stranger.close();
});

Deno.test(`random bytes over TCP and UDP cost nobody else anything, and leave nobody (seed ${SEED})`, async () => {
  const { below } = random(SEED), { server } = scene(undefined, { limits: { frame: 5_000 } });
  const stream = await tcp(server, { path: "/p" }), datagrams = await udp(server, { path: "/p" });
  const noise = (most: number) => Uint8Array.from({ length: below(most) }, () => below(256));
  for (let round = 0; round < rounds(40, 4_000); round++) {
    const socket = await plainTcp(stream), gone = once(socket, "close");
    socket.on("error", () => socket.destroy());
    socket.resume();
    for (let each = 0; each < 5; each++) {
      socket.write(below(3) === 0 ? noise(50) : framed(noise(300)));
    }
    socket.end(framed("PING"));
    socket.on("end", () => socket.destroy());
    await gone;
  }
  const peer = await plainUdp(datagrams);
  for (let round = 0; round < rounds(40, 4_000); round++) {
    peer.send(`COOKIE,${"-".repeat(22)}`);
    for (let each = 0; each < 5; each++) peer.send(noise(300));
    peer.send(await peer.next());
  }
  const after = await dialTcp(stream);
  after.text("PING");
  equal(await after.next(), { text: "PONG" });
  await stop(server);
  await Promise.all([stream.close(), datagrams.close()]);
  await peer.close();
  equal(server.connections.size, 0);
});

Deno.test("an endpoint may be closed by several at once, and a server that stops takes nobody more", async () => {
  for (const open of [tcp, udp]) {
    for (const order of ["closed first", "stopped first"]) {
      const { server } = scene(), endpoint = await open(server, { path: "/p" });
      const early = await entered(endpoint, open === tcp);
      equal(server.connections.size, 1, order);
      const closing = order === "closed first" ? [endpoint.close(), endpoint.close()] : [];
      const stopping = stop(server);
      const late = closing.length > 0 ? undefined : await entered(endpoint, open === tcp);
      equal(server.connections.size, 0, order);
      early();
      late?.();
      await Promise.all([...closing, stopping, endpoint.close(), endpoint.close()]);
      await endpoint.close();
    }
  }
});

/** Somebody who asks to be let in, and has been heard; ends it. */
async function entered(endpoint: Endpoint, isTcp: boolean): Promise<() => void> {
  if (isTcp) {
    const socket = await plainTcp(endpoint);
    socket.write(framed("PING"));
    await once(socket, "data");
    return () => socket.destroy();
  }
  const peer = await plainUdp(endpoint);
  peer.send(`COOKIE,${"-".repeat(22)}`);
  const cookie = await peer.next();
  peer.send(cookie);
  // Also who is not let in is answered this, after it was looked at.
  peer.send(`COOKIE,${"+".repeat(22)}`);
  await peer.next();
  return () => void peer.close();
}

/** Runs an Erlang program; what it prints. */
async function erlang(program: string): Promise<string> {
  const { stdout } = await new Deno.Command("erl", {
    args: ["-noshell", "-eval", `${program}, halt().`],
  }).output();
  return new TextDecoder().decode(stdout);
}

const erl = ["-noshell", "-eval", "halt()."];

Deno.test({
  name: "gen_tcp with {packet, 4} and gen_udp of a real Erlang speak to both",
  ignore: absent("erl", ...erl),
  fn: async () => {
    const { server } = scene();
    const stream = await tcp(server, { path: "/p" }), datagrams = await udp(server, { path: "/p" });
    const hello = 'term_to_binary({hello,1,<<>>,<<"client-erl">>})';
    const kind = "fun(B) -> {io,[],{'Token',T}} = binary_to_term(B), is_binary(T) end";
    equal(
      await erlang(
        `{ok,S} = gen_tcp:connect("127.0.0.1",${stream.port},[binary,{packet,4},{active,false}]),
        ok = gen_tcp:send(S, <<"PING">>), {ok, P} = gen_tcp:recv(S, 0, 5000),
        ok = gen_tcp:send(S, ${hello}), {ok, H} = gen_tcp:recv(S, 0, 5000),
        K = ${kind}, io:format("~s ~p", [P, K(H)])`,
      ),
      "PONG true",
    );
    equal(
      await erlang(
        `{ok,S} = gen_udp:open(0,[binary,{active,false}]), A = {127,0,0,1}, N = ${datagrams.port},
        Ask = fun(B) -> ok = gen_udp:send(S, A, N, B), {ok,{_,_,R}} = gen_udp:recv(S, 0, 5000), R end,
        C = Ask(<<"COOKIE,", (binary:copy(<<"-">>, 22))/binary>>), C = Ask(C), P = Ask(<<"PING">>),
        H = Ask(${hello}), K = ${kind}, io:format("~s ~p", [P, K(H)])`,
      ),
      "PONG true",
    );
    await stop(server);
    await Promise.all([stream.close(), datagrams.close()]);
  },
});
