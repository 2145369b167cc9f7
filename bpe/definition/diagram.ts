/**
 * Diagram data of a file, kept for drawing (BPMN 2.0.2, chapter 12).
 *
 * @module
 */

/** A rectangle in the units of the file. */
export interface Bounds {
  /** From the left end of the plane to its left side. */
  readonly x: number;
  /** From the upper end of the plane to its upper side. */
  readonly y: number;
  /** From its left side to its right side. */
  readonly width: number;
  /** From its upper side to its lower side. */
  readonly height: number;
}

/** A point in the units of the file. */
export interface Point {
  /** From the left. */
  readonly x: number;
  /** From the top. */
  readonly y: number;
}

/** The place of a node, data item, pool, lane or artifact. */
export interface Shape {
  /** The id of what it shows. */
  readonly element: string;
  /** Where it is drawn, without its label. */
  readonly bounds: Bounds;
  /** The place of its label; null where the file does not say. */
  readonly label: Bounds | null;
  /** Pools and lanes: drawn from left to right; null where not said. */
  readonly isHorizontal: boolean | null;
  /** Sub-processes: drawn open; null where not said. */
  readonly isExpanded: boolean | null;
  /** Exclusive gateways: drawn with the cross. */
  readonly isMarkerVisible: boolean;
}

/** The line of a flow or an association. */
export interface Edge {
  /** The id of what it shows. */
  readonly element: string;
  /** At least two points. */
  readonly waypoints: readonly Point[];
  /** The place of its label; null where the file does not say. */
  readonly label: Bounds | null;
  /** Message flows: the envelope drawn on it (`messageVisibleKind`, 12.2.3.4); null where there is none. */
  readonly message: "initiating" | "non_initiating" | null;
}

/** One `BPMNPlane` of a file. */
export interface Plane {
  /** The id of the process, collaboration or sub-process it shows; "" where not said. */
  readonly element: string;
  /** Shapes in the order of the file: later ones are drawn above. */
  readonly shapes: readonly Shape[];
  /** Edges in the order of the file. */
  readonly edges: readonly Edge[];
}

/** All planes of a file. */
export interface Diagram {
  /** In the order of the file. */
  readonly planes: readonly Plane[];
}
