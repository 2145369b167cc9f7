/**
 * A document and what it says of itself (HTML, sections 4.1 and 4.2). An element that is only its tag and attributes is a line here.
 *
 * @module
 */
import { derive, type Make, type Props } from "../../element.ts";
import { NitroError } from "../../error.ts";
import { tag } from "../../tag.ts";

/** Properties of a base. */
export interface BaseProps extends Props {
  /** The address that relative ones are relative to. */
  readonly href?: string | undefined;
  /** Where links open by default. */
  readonly target?: string | undefined;
}

/** Properties of a relation to another resource. */
export interface MetaLinkProps extends Props {
  /** Where the resource is loaded from; an address that runs something, or of the scheme `data:`, is refused. */
  readonly href?: string | undefined;
  /** How it relates: `stylesheet`, `icon`. */
  readonly rel?: string | undefined;
  /** Its type: a MIME type. */
  readonly type?: string | undefined;
  /** The media that it is for: `print`. */
  readonly media?: string | undefined;
  /** The language of it. */
  readonly hreflang?: string | undefined;
  /** Sizes of an icon: `32x32`. */
  readonly sizes?: string | undefined;
  /** What a preload is: `script`. */
  readonly as?: string | undefined;
  /** Whether another origin is told who asks. */
  readonly crossorigin?: "anonymous" | "use-credentials" | undefined;
  /** A digest that what comes must have. */
  readonly integrity?: string | undefined;
}

/** Properties of a statement about the document. */
export interface MetaProps extends Props {
  /** How the document is encoded: `utf-8`. */
  readonly charset?: string | undefined;
  /** What is said: the value of what `name` or `httpEquiv` says. */
  readonly content?: string | undefined;
  /** The header of HTTP that it stands for. A page that is to be live needs none of them. */
  readonly httpEquiv?: "content-language" | "content-security-policy" | "default-style" | undefined;
  /** What it is said of: `viewport`, `description`. */
  readonly name?: string | undefined;
}

/** Properties of a style sheet. */
export interface StyleProps extends Props {
  /** The media that it is for: `print`. */
  readonly media?: string | undefined;
  /** Its type; `text/css` where none is given. */
  readonly type?: string | undefined;
}

/** The document: `<html>`. */
export const html: Make = tag("html");
/** What the document says of itself: `<head>`. */
export const head: Make = tag("head");
/** The document's title: `<title>`. */
export const title: Make = tag("title");
/** What relative addresses are relative to: `<base>`. */
export const base: Make<BaseProps> = tag<BaseProps>("base", { own: ["href", "target"] });
/** A relation to another resource: `<link>`. */
export const metaLink: Make<MetaLinkProps> = tag<MetaLinkProps>("link", {
  element: "metaLink",
  own: ["href", "rel", "type", "media", "hreflang", "sizes", "as", "crossorigin", "integrity"],
});
const bareMeta = tag<MetaProps>("meta", { own: ["charset", "content", "httpEquiv", "name"] });

/**
 * A statement about the document: `<meta>`.
 *
 * @throws {NitroError} `render` for one that leads the person to another page after a time: use `redirect`.
 */
export const meta: Make<MetaProps> = derive<MetaProps, MetaProps>("meta", bareMeta, (props) => {
  const { httpEquiv, attributes = {} } = props;
  const said = [
    httpEquiv,
    ...Object.entries(attributes).flatMap(([name, value]) =>
      /^http-equiv$/i.test(name) ? [value] : []
    ),
  ];
  if (!said.some((each) => /^\s*refresh\s*$/i.test(String(each ?? "")))) return props;
  throw new NitroError("render", "meta: a refresh leads the person away: use redirect");
});
/** The document's content: `<body>`. */
export const body: Make = tag("body");
/** A style sheet: `<style>`. Its text is CSS and is written as it is: nothing of a person's belongs into it. */
export const style: Make<StyleProps> = tag<StyleProps>("style", { own: ["media", "type"] });
