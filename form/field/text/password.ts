/**
 * `password` and `auth`: secrets that are typed.
 *
 * @module
 */
import { br, link, password as input, span } from "../../../nitro/mod.ts";
import type { Body } from "../../../nitro/mod.ts";
import { common, lengthLimits, lengths, readText } from "../control.ts";
import type { FieldType, Place, Wired } from "../type.ts";
import { checkedLengths } from "./line.ts";

/** The longest password that is taken, in UTF-16 units: what digests it must not be kept busy. */
const LONGEST = 1_024;

/** A new password, as it was typed, blanks and all. What is held never leaves the server: the control is empty, and dots stand for it. */
export const password: FieldType<string> = {
  name: "password",
  isSecret: true,
  control: (place, wired) =>
    secret(place, wired, { class: "phone pass", autocomplete: "new-password" }),
  // As many whatever its length, which tells something.
  show: (_, { locale }) => locale.say("secret"),
  read: (given) => readText(given, (value) => ({ value }), LONGEST),
  is: (value): value is string => typeof value === "string",
  check: checkedLengths,
  schema: (field) => ({ type: "string", ...lengths(field) }),
};

/** The password by which somebody logs in, with links for who has lost it. */
export const auth: FieldType<string> = {
  ...password,
  name: "auth",
  control: (place, wired) => [
    secret(place, wired, {
      class: "phone",
      autocomplete: "current-password",
      placeholder: place.locale.say("auth.holder"),
    }),
    links([helped(place, "lost"), helped(place, "change")]),
  ],
};

function secret(
  place: Place<string>,
  wired: Wired,
  own: { readonly class: string; readonly autocomplete: string; readonly placeholder?: string },
): Body {
  const { placeholder = own.placeholder, autocomplete = own.autocomplete } = place.field;
  return input({
    ...common(place, wired),
    class: own.class,
    placeholder,
    autocomplete,
    ...lengthLimits(place, LONGEST),
  });
}

function links(all: readonly Body[]): Body {
  const body = all.filter((each) => each !== null).flatMap((each, at) =>
    at > 0 ? [br({}), each] : each
  );
  return body.length === 0 ? null : span({ class: "auth_link", body });
}

/** A link whose address is a message of the application's, `auth.lost.href`; nothing where it has none. */
function helped({ locale }: Place<string>, what: "lost" | "change"): Body {
  const key = `auth.${what}`, href = locale.say(`${key}.href`);
  return href === `${key}.href` ? null : link({ href, target: "_blank", body: locale.say(key) });
}
