/**
 * A proxy as it stands before an application: Debian's haproxy, which ends TLS, asks for another Host, and says who asks.
 *
 * @module
 */
import { temporaryFolder } from "../folder.ts";
import { absent } from "../program.ts";

/** Whether tests of the proxy are left out: it or openssl is not here, and this is not CI. */
export const proxyAbsent: boolean = absent("haproxy", "-v") || absent("openssl", "version");

/** A port that was free a moment ago. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** A proxy that runs; it ends with its block. */
export interface Proxy extends AsyncDisposable {
  /** What the person in front of the browser sees: `https://NAME:PORT`. */
  readonly origin: string;
}

/** Starts a proxy on a port, under a name that leads to this machine, before an application on another one. */
export async function startProxy(name: string, port: number, target: number): Promise<Proxy> {
  const folder = await temporaryFolder(), path = (name: string) => `${folder.path}/${name}`;
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  const files = ["-keyout", path("key"), "-out", path("certificate")];
  const certificate = ["req", "-x509", ...curve, "-nodes", "-days", "2", ...files]
    .concat("-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`);
  const made = await new Deno.Command("openssl", {
    args: certificate,
    stdout: "null",
    stderr: "piped",
  })
    .output();
  if (!made.success) throw new Error(new TextDecoder().decode(made.stderr));
  const both = await Promise.all(
    ["certificate", "key"].map((name) => Deno.readTextFile(path(name))),
  );
  await Deno.writeTextFile(path("pem"), both.join(""));
  await Deno.writeTextFile(path("settings"), settings(path("pem"), port, target));
  const process = new Deno.Command("haproxy", {
    args: ["-db", "-f", path("settings")],
    stdout: "null",
    stderr: "null",
  }).spawn();
  try {
    await listening(port, process.status);
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
  return {
    origin: `https://${name}:${port}`,
    async [Symbol.asyncDispose]() {
      process.kill("SIGKILL");
      await process.status;
      await folder[Symbol.asyncDispose]();
    },
  };
}

function settings(certificate: string, port: number, target: number): string {
  return `global
  maxconn 200
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend outside
  bind 127.0.0.1:${port} ssl crt ${certificate} alpn http/1.1
  option forwardfor
  http-request set-header X-Forwarded-Proto https
  http-request set-header Host backend.internal
  default_backend application
backend application
  server one 127.0.0.1:${target}
`;
}

/** Resolves when somebody listens on a port; rejects when the process that should has ended. */
async function listening(port: number, status: Promise<Deno.CommandStatus>): Promise<void> {
  let ended: Deno.CommandStatus | undefined;
  status.then((each) => ended = each);
  for (;;) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return;
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
      if (ended !== undefined) throw new Error(`haproxy ended with ${ended.code}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
