/**
 * What texts may be, by name.
 *
 * @module
 */
import { isCard } from "./card.ts";
import { isEmail } from "./email.ts";
import { isIban } from "./iban.ts";
import { isPhone } from "./phone.ts";
import { isUrl } from "./url.ts";

/**
 * What a field may name as its `validation`: each says whether a text is one, and is the key of the message where it is none.
 *
 * @example
 * ```ts
 * import { KINDS } from "@n2o/n2o/form";
 *
 * if (!KINDS.iban("GB82 WEST 1234 5698 7654 32") || KINDS.card("4111 1111 1111 1112")) throw new Error("misread");
 * ```
 */
export const KINDS: Readonly<
  Record<"card" | "email" | "iban" | "phone" | "url", (text: string) => boolean>
> = { card: isCard, email: isEmail, iban: isIban, phone: isPhone, url: isUrl };
