/**
 * The pictograms of events, tasks and markers (BPMN 2.0.2, tables 10.93, 10.3.3 and 7.2).
 *
 * Event pictograms stand around 0,0 in a circle of radius 18; task pictograms in a box of 18 by 18 from 0,0.
 *
 * @module
 */
import type { Event } from "../definition/definition.ts";
import { tag } from "./markup.ts";
import { engraved, line, type Pen, shape, solid } from "./pen.ts";

/** Points of a regular polygon or star around 0,0, from the top. */
function ring(count: number, radius: (i: number) => number): string {
  return Array.from({ length: count }, (_, i) => {
    const turn = 2 * Math.PI * i / count - Math.PI / 2;
    return `${(radius(i) * Math.cos(turn)).toFixed(2)},${(radius(i) * Math.sin(turn)).toFixed(2)}`;
  }).join(" ");
}

const PENTAGON = ring(5, () => 10);
const HOURS = Array.from({ length: 12 }, (_, i) => {
  const [cos, sin] = [Math.cos(Math.PI * i / 6), Math.sin(Math.PI * i / 6)];
  return `M${(cos * 8).toFixed(1)},${(sin * 8).toFixed(1)}L${(cos * 10).toFixed(1)},${
    (sin * 10).toFixed(1)
  }`;
}).join("");

/** The outlines that are white when catching and black when throwing. */
const OUTLINES: Readonly<Partial<Record<Event["trigger"], string>>> = {
  error: "-9,9 -4,-8 3,1 9,-9 4,8 -3,-1",
  escalation: "0,-10 8,9 0,1 -8,9",
  signal: "0,-9 9.5,7 -9.5,7",
  link: "-9,-4 2,-4 2,-8 10,0 2,8 2,4 -9,4",
  cancel: "-9,-6 -6,-9 0,-3 6,-9 9,-6 3,0 9,6 6,9 0,3 -6,9 -9,6 -3,0",
  multiple: PENTAGON,
};

const PLUS = "-3,-9 3,-9 3,-3 9,-3 9,3 3,3 3,9 -3,9 -3,3 -9,3 -9,-3 -3,-3";

/** The pictogram of an event; filled where it throws. */
export function eventIcon(
  { trigger, catching, parallelMultiple }: Pick<Event, "trigger" | "catching" | "parallelMultiple">,
  pen: Pen,
): string {
  const look = catching ? shape(pen) : solid(pen);
  switch (trigger) {
    case "none":
      return "";
    case "message":
      return tag("rect", { ...look, x: -10, y: -7, width: 20, height: 14 }) +
        tag("path", { ...(catching ? line(pen) : engraved(pen)), d: "M-10,-7L0,1L10,-7" });
    case "timer":
      return tag("circle", { ...shape(pen), r: 11 }) +
        tag("path", { ...line(pen), d: `${HOURS}M2,-7L0,0L6,2` });
    case "conditional":
      return tag("rect", { ...shape(pen), x: -7.5, y: -9, width: 15, height: 18 }) +
        tag("path", { ...line(pen), d: "M-5,-5.5H5M-5,-2H5M-5,1.5H5M-5,5H5" });
    case "compensation":
      return tag("path", { ...look, d: "M0,-7V7L-10,0ZM9,-7V7L-1,0Z" });
    case "terminate":
      return tag("circle", { ...solid(pen), r: 10 });
    default:
      return tag("polygon", {
        ...look,
        points: parallelMultiple ? PLUS : OUTLINES[trigger] ?? PENTAGON,
      });
  }
}

const GEAR = ring(32, (i) => (i % 4 < 2 ? 6.5 : 4.8));

function gear(pen: Pen, x: number, y: number): string {
  return tag(
    "g",
    { transform: `translate(${x} ${y})` },
    tag("polygon", { ...shape(pen), points: GEAR }),
    tag("circle", { ...shape(pen), r: 2.2 }),
  );
}

/** The pictogram of a kind of task; "" where it has none. */
export function taskIcon(kind: string, pen: Pen, instantiate = false): string {
  switch (kind) {
    case "userTask":
      return tag("path", { ...shape(pen), d: "M2,17V14C2,10.5 5,9.5 9,9.5S16,10.5 16,14V17Z" }) +
        tag("path", { ...line(pen), d: "M5.5,17V14M12.5,17V14" }) +
        tag("circle", { ...shape(pen), cx: 9, cy: 5.5, r: 4 }) +
        tag("path", { ...solid(pen), d: "M5,5.5C5,0.2 13,0.2 13,5.5C11,4 7,4 5,5.5Z" });
    case "manualTask":
      return tag("path", {
        ...shape(pen),
        d: "M1,8L7,3.5C8.5,2.5 9.8,4 8.6,5.2L7,6.6H15.5C17.2,6.6 17.2,8.9 15.5,8.9H11H16.3C17.9,8.9 17.9,11.2 16.3,11.2H11" +
          "H15.6C17,11.2 17,13.4 15.6,13.4H11H14C15.3,13.4 15.3,15.5 14,15.5H6C3.5,15.5 3,14 1,14Z",
      });
    case "serviceTask":
      return gear(pen, 7, 7) + gear(pen, 11.5, 11.5);
    case "scriptTask":
      return tag("path", {
        ...shape(pen),
        d: "M6,1.5H16C12.5,4.5 12.5,7 14.5,9.2S15,14 11.5,16.5H2C5.5,14 5,11.5 3,9.2S2.5,4 6,1.5Z",
      }) + tag("path", { ...line(pen), d: "M5.5,4.8H11.5M4.8,7.7H11.8M6.2,10.5H13M6.2,13.4H12.5" });
    case "sendTask":
      return tag("rect", { ...solid(pen), x: 0.5, y: 3, width: 17, height: 12 }) +
        tag("path", { ...engraved(pen), d: "M0.5,3L9,9.5L17.5,3" });
    case "receiveTask":
      return instantiate
        ? tag("circle", { ...shape(pen), cx: 9, cy: 9, r: 9 }) +
          tag("path", { ...line(pen), d: "M4,6H14V12.5H4ZL9,9.5L14,6" })
        : tag("path", { ...shape(pen), d: "M0.5,3H17.5V15H0.5ZL9,9.5L17.5,3" });
    case "businessRuleTask":
      return tag("rect", { ...shape(pen), x: 0.5, y: 2.5, width: 17, height: 13 }) +
        tag("rect", { ...solid(pen), x: 0.5, y: 2.5, width: 17, height: 3.5 }) +
        tag("path", { ...line(pen), d: "M0.5,10.7H17.5M6,6V15.5" });
    default:
      return "";
  }
}

/** A marker at the lower edge of an activity or a pool. */
export type Marker = "loop" | "parallel" | "sequential" | "compensation" | "adHoc" | "collapsed";

/** A marker in a box of 14 by 14 around 0,0. */
export function marker(kind: Marker, pen: Pen): string {
  switch (kind) {
    case "loop":
      return tag("path", {
        ...line(pen),
        "stroke-width": 1.5,
        d: "M-1.5,5.3A5.3,5.3 0 1 1 2.5,4.8M-6,5.3H-1.5V0.8",
      });
    case "parallel":
      return tag("path", { ...line(pen), "stroke-width": 2.2, d: "M-4.5,-6V6M0,-6V6M4.5,-6V6" });
    case "sequential":
      return tag("path", { ...line(pen), "stroke-width": 2.2, d: "M-6,-4.5H6M-6,0H6M-6,4.5H6" });
    case "compensation":
      return tag("path", { ...shape(pen), d: "M0,-5V5L-6.5,0ZM6.5,-5V5L0,0Z" });
    case "adHoc":
      return tag("path", {
        ...line(pen),
        "stroke-width": 2,
        d: "M-6.5,1.8C-4.5,-3.5 -1.8,-2.2 0,0S4.5,3.5 6.5,-1.8",
      });
    case "collapsed":
      return tag("rect", { ...shape(pen), x: -7, y: -7, width: 14, height: 14 }) +
        tag("path", { ...line(pen), d: "M0,-4.5V4.5M-4.5,0H4.5" });
  }
}
