/**
 * Sections of a page and their headings (HTML, section 4.3). An element that is only its tag is a line here.
 *
 * @module
 */
import type { Make } from "../../element.ts";
import { tag } from "../../tag.ts";

/** What could stand alone: `<article>`. */
export const article: Make = tag("article");
/** A part with a heading: `<section>`. */
export const section: Make = tag("section");
/** Ways to other places: `<nav>`. */
export const nav: Make = tag("nav");
/** What stands beside the matter: `<aside>`. */
export const aside: Make = tag("aside");
/** A heading of the first level: `<h1>`. */
export const h1: Make = tag("h1");
/** A heading of the second level: `<h2>`. */
export const h2: Make = tag("h2");
/** A heading of the third level: `<h3>`. */
export const h3: Make = tag("h3");
/** A heading of the fourth level: `<h4>`. */
export const h4: Make = tag("h4");
/** A heading of the fifth level: `<h5>`. */
export const h5: Make = tag("h5");
/** A heading of the sixth level: `<h6>`. */
export const h6: Make = tag("h6");
/** A heading with what belongs to it: `<hgroup>`. */
export const hgroup: Make = tag("hgroup");
/** What introduces a part: `<header>`. */
export const header: Make = tag("header");
/** What ends a part: `<footer>`. */
export const footer: Make = tag("footer");
/** How to reach whoever wrote a part: `<address>`. */
export const address: Make = tag("address");
/** What a page is about: `<main>`, one of a page. */
export const main: Make = tag("main");
/** Controls by which one searches: `<search>`. The input of that name stands with the inputs. */
export const searching: Make = tag("search", { element: "searching" });
