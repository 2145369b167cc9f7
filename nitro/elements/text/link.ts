/**
 * The element `link`: an address that the person can follow.
 *
 * @module
 */
import type { Element, Props } from "../../element.ts";
import { simple } from "../../tag.ts";

/** Properties of a link. */
export interface LinkProps extends Props {
  /** The address; one that runs something is refused. */
  readonly href?: string | undefined;
  /** Where it opens: `_blank` is another tab. */
  readonly target?: string | undefined;
  /** How the other page relates; `noopener` by default where it opens in another tab. */
  readonly rel?: string | undefined;
  /** The name under which it is saved instead of opened. */
  readonly download?: string | boolean | undefined;
}

/** An address that the person can follow: `<a>`. */
export const link: (props: LinkProps) => Element<LinkProps> = simple(
  "a",
  ({ href, target, rel, download }) => ({
    href,
    target,
    rel: rel ?? (target === "_blank" ? "noopener" : undefined),
    download,
  }),
);
