/**
 * The element `link`: an address that the person can follow.
 *
 * @module
 */
import { derive, type Make, type Props } from "../../element.ts";
import { tag } from "../../tag.ts";

/** Properties of a link. */
export interface LinkProps extends Props {
  /** The address; one that runs something is refused. */
  readonly href?: string | undefined;
  /** Where it opens: `_blank` is another tab. */
  readonly target?: string | undefined;
  /** How the other page relates; `noopener` by default where it opens in another tab. */
  readonly rel?: string | undefined;
  /** The language of the other page. */
  readonly hreflang?: string | undefined;
  /** Its type: a MIME type. */
  readonly type?: string | undefined;
  /** The name under which it is saved instead of opened. */
  readonly download?: string | boolean | undefined;
}

const bare = tag<LinkProps>("a", {
  own: ["href", "target", "rel", "hreflang", "type", "download"],
});

/** An address that the person can follow: `<a>`. */
export const link: Make<LinkProps> = derive<LinkProps, LinkProps>(
  "link",
  bare,
  (props) =>
    props.target === "_blank" && props.rel === undefined ? { ...props, rel: "noopener" } : props,
);
