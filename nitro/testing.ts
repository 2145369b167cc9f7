/**
 * Tests of pages without a browser: a page as a person has it, in the process of the test. See nitro/guide/testing.md.
 *
 * @module
 */
export { type TestClock, testClock } from "./testing/clock.ts";
export { TestingError, type TestingErrorCode } from "./testing/error.ts";
export type { PageElement } from "./testing/look/element.ts";
export type { Matcher, RoleOptions } from "./testing/look/query.ts";
export type { Begun, PageStatus, TestPage } from "./testing/page.ts";
export type { Tested } from "./testing/site/application.ts";
export type { PagesOptions } from "./testing/site/pages.ts";
export type { Login } from "./testing/site/site.ts";
export {
  type Stage,
  stage,
  type StageOptions,
  type Subject,
  visit,
  type VisitOptions,
} from "./testing/stage.ts";
export type { Modifiers } from "./testing/tab/act.ts";
export type { Queries } from "./testing/tab/queries.ts";
export type { Download, Refused } from "./testing/tab/tab.ts";
