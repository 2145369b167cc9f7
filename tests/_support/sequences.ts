/** How many random sequences a model is compared on in a Durable Object; the bundle of the worker fixes it. */
export const sequences: string = Deno.env.get("KVS_SEQUENCES") ?? "100";
