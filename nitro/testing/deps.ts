/**
 * What reads HTML and selectors as the standards say, for the test client only.
 *
 * @module
 */
export { is, selectAll, selectOne } from "npm:css-select@7.0.0";
export { parse, parseFragment, type Token, type TreeAdapter } from "npm:parse5@7.3.0";
