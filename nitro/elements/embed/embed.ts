/**
 * What is embedded (HTML, section 4.8). An element that is only its tag and attributes is a line here.
 *
 * @module
 */
import type { Make, Props } from "../../element.ts";
import { tag } from "../../tag.ts";

/** A width and a height. */
export interface SizedProps extends Props {
  /** Width in pixels. */
  readonly width?: number | string | undefined;
  /** Height in pixels. */
  readonly height?: number | string | undefined;
}

/** Properties of an image. */
export interface ImageProps extends SizedProps {
  /** Where the picture is loaded from; an address that runs something, or of the scheme `data:`, is refused. */
  readonly src?: string | undefined;
  /** What it says, for who does not see it; empty where it says nothing. */
  readonly alt?: string | undefined;
  /** Addresses of it in other sizes. */
  readonly srcset?: string | undefined;
  /** How wide it will be, by the width of the window. */
  readonly sizes?: string | undefined;
  /** Whether it is loaded only as it comes into sight. */
  readonly loading?: "lazy" | "eager" | undefined;
  /** Whether its pixels may be unpacked later. */
  readonly decoding?: "async" | "sync" | "auto" | undefined;
  /** Whether another origin is told who asks. */
  readonly crossorigin?: "anonymous" | "use-credentials" | undefined;
  /** Whether the server is told where it was clicked. */
  readonly ismap?: boolean | undefined;
  /** The map of its areas: `#name`. */
  readonly usemap?: string | undefined;
}

/** Properties of a document within the document. */
export interface IframeProps extends SizedProps {
  /** Where the document is loaded from; an address that runs something, or of the scheme `data:`, is refused. */
  readonly src?: string | undefined;
  /** Its name as a target of links. */
  readonly name?: string | undefined;
  /** What it may do: nothing where it is empty. */
  readonly sandbox?: string | undefined;
  /** Which features of the browser it may use. */
  readonly allow?: string | undefined;
  /** Whether it is loaded only as it comes into sight. */
  readonly loading?: "lazy" | "eager" | undefined;
  /** What its server is told of where it stands. */
  readonly referrerpolicy?: string | undefined;
}

/** Properties of what a plugin shows. */
export interface EmbedProps extends SizedProps {
  /** Where what the plugin shows is loaded from. */
  readonly src?: string | undefined;
  /** Its type: a MIME type. */
  readonly type?: string | undefined;
}

/** Properties of an object. */
export interface ObjectProps extends SizedProps {
  /** The form that it belongs to. */
  readonly form?: string | undefined;
  /** Name of what it shows, as a target of links. */
  readonly name?: string | undefined;
  /** Its type: a MIME type. */
  readonly type?: string | undefined;
  /** The map of its areas: `#name`. */
  readonly usemap?: string | undefined;
}

/** Properties of an object's parameter. */
export interface ParamProps extends Props {
  /** Name by which the object finds the value. */
  readonly name?: string | undefined;
  /** Value that the object is given under the name. */
  readonly value?: string | undefined;
}

/** What sound and moving pictures have in common. */
export interface MediaProps extends Props {
  /** Where it is loaded from; without it each `<source>` in the element is tried in turn. */
  readonly src?: string | undefined;
  /** Whether the person can start and stop it. */
  readonly controls?: boolean | undefined;
  /** Whether it starts by itself. */
  readonly autoplay?: boolean | undefined;
  /** Whether it begins again. */
  readonly loop?: boolean | undefined;
  /** Whether it is silent. */
  readonly muted?: boolean | undefined;
  /** How much of it is loaded before it is started. */
  readonly preload?: "none" | "metadata" | "auto" | undefined;
  /** Whether another origin is told who asks. */
  readonly crossorigin?: "anonymous" | "use-credentials" | undefined;
  /** Width in pixels. */
  readonly width?: number | string | undefined;
}

/** Properties of a moving picture. */
export interface VideoProps extends MediaProps {
  /** Height in pixels. */
  readonly height?: number | string | undefined;
  /** What shows before it runs. */
  readonly poster?: string | undefined;
  /** Whether it plays where it stands on a phone. */
  readonly playsinline?: boolean | undefined;
}

/** Properties of one of several sources. */
export interface SourceProps extends Props {
  /** Where sound or a moving picture is loaded from; a `<picture>` has `srcset` in its place. */
  readonly src?: string | undefined;
  /** Its type: a MIME type. */
  readonly type?: string | undefined;
  /** The media that it is for. */
  readonly media?: string | undefined;
  /** Addresses of a picture in several sizes. */
  readonly srcset?: string | undefined;
  /** How wide a picture will be, by the width of the window. */
  readonly sizes?: string | undefined;
}

/** Properties of words that go along with a moving picture. */
export interface TrackProps extends Props {
  /** Where the words are loaded from, such as a file in WebVTT. */
  readonly src?: string | undefined;
  /** What they are; subtitles by default. */
  readonly kind?: "subtitles" | "captions" | "descriptions" | "chapters" | "metadata" | undefined;
  /** Language of the words, a tag of BCP 47 such as `uk`; subtitles must have it. */
  readonly srclang?: string | undefined;
  /** What a person chooses them by. */
  readonly label?: string | undefined;
  /** Whether they are shown unless others are chosen. */
  readonly default?: boolean | undefined;
}

/** Properties of a map of areas. */
export interface MapProps extends Props {
  /** Its name, which `usemap` says. */
  readonly name?: string | undefined;
}

/** Properties of an area. */
export interface AreaProps extends Props {
  /** Where the area leads, in words, for who does not see the picture. */
  readonly alt?: string | undefined;
  /** Where it is: numbers with commas. */
  readonly coords?: string | undefined;
  /** What `coords` describe; a rectangle by default, and all of the picture for `default`. */
  readonly shape?: "circle" | "default" | "poly" | "rect" | undefined;
  /** Where it leads. */
  readonly href?: string | undefined;
  /** Where that opens. */
  readonly target?: string | undefined;
  /** How what it leads to relates to the page: `nofollow`, `noopener`. */
  readonly rel?: string | undefined;
}

/** A picture: `<img>`. */
export const image: Make<ImageProps> = tag<ImageProps>("img", {
  element: "image",
  own: [
    ...["src", "alt", "width", "height", "srcset", "sizes", "loading"] as const,
    ...["decoding", "crossorigin", "ismap", "usemap"] as const,
  ],
});
/** A picture with several sources: `<picture>`. */
export const picture: Make = tag("picture");
/** A document within the document: `<iframe>`. */
export const iframe: Make<IframeProps> = tag<IframeProps>("iframe", {
  own: ["src", "name", "sandbox", "allow", "loading", "referrerpolicy", "width", "height"],
});
/** What a plugin shows: `<embed>`. */
export const embed: Make<EmbedProps> = tag<EmbedProps>("embed", {
  own: ["src", "type", "width", "height"],
});
/** An object: `<object>`, its address among the other `attributes`: `data`. */
export const object: Make<ObjectProps> = tag<ObjectProps>("object", {
  own: ["form", "name", "type", "usemap", "width", "height"],
});
/** A parameter of an object: `<param>`. */
export const param: Make<ParamProps> = tag<ParamProps>("param", { own: ["name", "value"] });
/** Sound that is played: `<audio>`. */
export const audio: Make<MediaProps> = tag<MediaProps>("audio", {
  own: [
    ...["src", "controls", "autoplay", "loop", "muted", "preload", "crossorigin"] as const,
    "width",
  ],
});
/** A moving picture: `<video>`. */
export const video: Make<VideoProps> = tag<VideoProps>("video", {
  own: [
    ...["src", "controls", "autoplay", "loop", "muted", "preload", "crossorigin"] as const,
    ...["width", "height", "poster", "playsinline"] as const,
  ],
});
/** One of several sources: `<source>`. */
export const source: Make<SourceProps> = tag<SourceProps>("source", {
  own: ["src", "type", "media", "srcset", "sizes"],
});
/** Words that go along with a moving picture: `<track>`. */
export const track: Make<TrackProps> = tag<TrackProps>("track", {
  own: ["src", "kind", "srclang", "label", "default"],
});
/** A map of areas: `<map>`. */
export const map: Make<MapProps> = tag<MapProps>("map", { own: ["name"] });
/** An area of a map: `<area>`. */
export const area: Make<AreaProps> = tag<AreaProps>("area", {
  own: ["alt", "coords", "shape", "href", "target", "rel"],
});
/** Where a script draws: `<canvas>`. */
export const canvas: Make<SizedProps> = tag<SizedProps>("canvas", { own: ["width", "height"] });
