import { addressOf, isRange, isWithin } from "../../../host/session/address.ts";
import { type Peer, peerOf, type Proxies } from "../../../host/session/proxy.ts";
import { equal } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";
import { rounds, SEED } from "../../_support/long.ts";

const direct: Peer = { address: "10.0.0.1", isSecure: false, host: "backend:8001" };

function seen(headers: Record<string, string>, proxies: Proxies | undefined, from = direct): Peer {
  return peerOf(new Headers(headers), from, proxies);
}

const all = {
  "x-forwarded-for": "198.51.100.7",
  "x-forwarded-proto": "https",
  "x-forwarded-host": "shop.example",
};
const told = { address: "198.51.100.7", isSecure: true, host: "shop.example" };

Deno.test("forwarded headers count for nothing unless the settings name proxies", () => {
  const forwarded = { forwarded: "for=198.51.100.7;proto=https;host=shop.example" };
  for (const headers of [all, forwarded, { ...all, ...forwarded }]) {
    for (const proxies of [undefined, 0, [], ["192.0.2.0/24"], ["10.0.0.2"]]) {
      equal(seen(headers, proxies), direct);
    }
    for (const proxies of [1, ["10.0.0.1"], ["10.0.0.0/8"], ["192.0.2.1", "10.0.0.0/30"]]) {
      equal(seen(headers, proxies), told);
    }
  }
});

Deno.test("of a list only what proxies of one's own wrote counts, whatever a client wrote before", () => {
  const spoofed = "6.6.6.6, 7.7.7.7, 198.51.100.7";
  equal(seen({ "x-forwarded-for": spoofed }, 1).address, "198.51.100.7");
  equal(seen({ "x-forwarded-for": `${spoofed}, 10.0.0.9` }, 2).address, "198.51.100.7");
  equal(
    seen({ "x-forwarded-for": `${spoofed}, 10.0.0.9` }, ["10.0.0.0/8"]).address,
    "198.51.100.7",
  );
  const elements = 'for=6.6.6.6;proto=http, for="198.51.100.7:4711";proto=https';
  equal(seen({ forwarded: elements }, 1), { ...direct, address: "198.51.100.7", isSecure: true });
  // More hops than there are entries: all were written by one's own.
  equal(seen({ "x-forwarded-for": "198.51.100.7" }, 3).address, "198.51.100.7");
});

Deno.test("where the two kinds of headers contradict each other neither counts", () => {
  for (
    const forwarded of ["for=6.6.6.6", "for=198.51.100.7;proto=http", "for=198.51.100.7;host=evil"]
  ) {
    equal(seen({ ...all, forwarded }, 1), direct, forwarded);
  }
  equal(seen({ ...all, forwarded: "for=198.51.100.7" }, 1), told);
});

Deno.test("a name that hides an address, and what is written wrongly, is no address", () => {
  for (
    const name of ["unknown", "_hidden", "", "999.1.1.1", "1.2.3", "::g", "[::1", "evil.example"]
  ) {
    equal(seen({ "x-forwarded-for": name }, 1).address, "10.0.0.1", name);
    equal(seen({ forwarded: `for="${name}"` }, 1).address, "10.0.0.1", name);
  }
  for (
    const broken of ['for="1.2.3.4', "for", "=1.2.3.4", "for=1.2.3.4 proto=https", ";;", 'for="\\']
  ) {
    equal(seen({ forwarded: broken }, 1), direct, broken);
  }
  equal(seen({ forwarded: 'FOR = "1.2.3.4"' }, 1), direct);
  equal(seen({ forwarded: 'For="1\\.2.3.4" ; PROTO=HTTPS' }, 1), {
    ...direct,
    address: "1.2.3.4",
    isSecure: true,
  });
});

Deno.test("addresses have one spelling", () => {
  const spelled: Record<string, string | undefined> = {
    "192.0.2.1": "192.0.2.1",
    "192.0.2.1:4711": "192.0.2.1",
    "::ffff:192.0.2.1": "192.0.2.1",
    "::FFFF:c000:201": "192.0.2.1",
    "[2001:DB8:0:0::1]:80": "2001:db8::1",
    "[2001:db8::1]": "2001:db8::1",
    "2001:db8:0:0:0:0:0:1": "2001:db8::1",
    "fe80::1%eth0": "fe80::1",
    "[::1]x": undefined,
    "0x7f.1": undefined,
    "2130706433": undefined,
    "localhost": undefined,
  };
  for (const [text, expected] of Object.entries(spelled)) equal(addressOf(text), expected, text);
});

Deno.test(`an address lies in a network if their first bits are the same (seed ${SEED})`, () => {
  const { below } = random(SEED), byte = () => below(256);
  for (let round = 0; round < rounds(500, 20_000); round++) {
    const one = [byte(), byte(), byte(), byte()], width = below(33);
    const other = one.map((each) => below(2) === 0 ? each : each ^ (1 << below(8)));
    const bits = (parts: number[]) =>
      parts.map((part) => part.toString(2).padStart(8, "0")).join("");
    const expected = bits(one).slice(0, width) === bits(other).slice(0, width);
    equal(isWithin(one.join("."), [`${other.join(".")}/${width}`]), expected);
    const six = (parts: number[]) =>
      `2001:db8::${parts.map((part) => part.toString(16)).join(":")}`;
    const groups = (parts: number[]) =>
      parts.map((part) => part.toString(2).padStart(16, "0")).join("");
    const same = groups(one).slice(0, width) === groups(other).slice(0, width);
    equal(isWithin(six(one), [`${six(other)}/${64 + width}`]), same);
  }
  equal(isWithin("::1", ["0.0.0.0/0"]), false);
  equal(isWithin("1.2.3.4", ["::/0"]), false);
});

Deno.test("networks of the settings are addresses with a width that fits", () => {
  for (const range of ["10.0.0.1", "10.0.0.0/8", "0.0.0.0/0", "::1", "fd00::/8", "::/0"]) {
    equal(isRange(range), true, range);
  }
  for (
    const range of [
      "",
      "10.0.0",
      "10.0.0.0/33",
      "10.0.0.0/-1",
      "10.0.0.0/8/8",
      "fd00::/129",
      "x/8",
      "10.0.0.0/",
    ]
  ) {
    equal(isRange(range), false, range);
  }
});
