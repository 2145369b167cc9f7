import { application } from "../../../../mod.ts";
import { embedding } from "./embedding.ts";

await embedding({
  application,
  say: (line) => void Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`)),
  handle(took) {
    const take = (event: Event, error: unknown) => {
      if (!(error instanceof Error) || !error.message.startsWith("mine")) return;
      event.preventDefault();
      took(error.message);
    };
    const rejected = (event: PromiseRejectionEvent) => take(event, event.reason);
    const thrown = (event: ErrorEvent) => take(event, event.error);
    addEventListener("unhandledrejection", rejected);
    addEventListener("error", thrown);
    return () => {
      removeEventListener("unhandledrejection", rejected);
      removeEventListener("error", thrown);
    };
  },
});
