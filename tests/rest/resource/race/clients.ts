/**
 * Clients that read, add one and write with If-Match, each until it has done so often enough; prints how many writes were refused. Arguments: an
 * address, how many clients, how many changes each.
 */
const [address = "", clients = "0", changes = "0"] = Deno.args;
let refused = 0;

async function change(): Promise<boolean> {
  const read = await fetch(address), { n } = await read.json(), tag = read.headers.get("etag");
  const written = await fetch(address, {
    method: "PATCH",
    headers: { "content-type": "application/merge-patch+json", "if-match": tag ?? "" },
    body: JSON.stringify({ n: n + 1 }),
  });
  await written.body?.cancel();
  if (written.status === 412) return false;
  if (written.status !== 200) throw new Error(`answered ${written.status}`);
  return true;
}

await Promise.all(Array.from({ length: Number(clients) }, async () => {
  for (let done = 0; done < Number(changes);) {
    if (await change()) done++;
    else refused++;
  }
}));
// deno-lint-ignore no-console -- who has started it reads this
console.log(`refused ${refused}`);
