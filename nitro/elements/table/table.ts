/**
 * Tables (HTML, section 4.9). An element that is only its tag and attributes is a line here.
 *
 * @module
 */
import { type Body, derive, type Make, type Props } from "../../element.ts";
import { tag } from "../../tag.ts";

/** Properties of a table. Its body is rows or groups of rows; what stands beside them may be said by properties. */
export interface TableProps extends Props {
  /** What the table is called. */
  readonly caption?: Body;
  /** Its groups of columns. */
  readonly colgroup?: Body;
  /** The rows of its head. */
  readonly header?: Body;
  /** The rows of its foot. */
  readonly footer?: Body;
}

/** Properties of a column or of a group of columns. */
export interface ColProps extends Props {
  /** How many columns it stands for; 1 by default. */
  readonly span?: number | string | undefined;
}

/** Properties of a row. */
export interface TrProps extends Props {
  /** Its cells; the same as its body. */
  readonly cells?: Body;
}

/** Properties of a cell. */
export interface TdProps extends Props {
  /** How many columns it takes; 1 by default. */
  readonly colspan?: number | string | undefined;
  /** How many rows it takes; 1 by default. */
  readonly rowspan?: number | string | undefined;
  /** Ids of the cells that head it, with blanks between. */
  readonly headers?: string | undefined;
}

/** Properties of a cell that heads others. */
export interface ThProps extends TdProps {
  /** Which cells it heads. */
  readonly scope?: "row" | "col" | "rowgroup" | "colgroup" | undefined;
  /** A short form of it. */
  readonly abbr?: string | undefined;
}

/** What a table is called: `<caption>`. */
export const caption: Make = tag("caption");
/** A group of columns: `<colgroup>`. */
export const colgroup: Make<ColProps> = tag<ColProps>("colgroup", { own: ["span"] });
/** A column: `<col>`. */
export const col: Make<ColProps> = tag<ColProps>("col", { own: ["span"] });
/** The rows of a table's head: `<thead>`. */
export const thead: Make = tag("thead");
/** Rows of a table: `<tbody>`. */
export const tbody: Make = tag("tbody");
/** The rows of a table's foot: `<tfoot>`. */
export const tfoot: Make = tag("tfoot");
/** A cell: `<td>`. */
export const td: Make<TdProps> = tag<TdProps>("td", { own: ["colspan", "rowspan", "headers"] });
/** A cell that heads others: `<th>`. */
export const th: Make<ThProps> = tag<ThProps>("th", {
  own: ["colspan", "rowspan", "headers", "scope", "abbr"],
});

const bareRow = tag("tr");

/** A row: `<tr>`. */
export const tr: Make<TrProps> = derive<TrProps, Props>(
  "tr",
  bareRow,
  ({ cells, ...props }) => cells === undefined ? props : { ...props, body: [cells, props.body] },
);

const bareTable = tag("table");

/** A table: `<table>`. Rows of the body that stand in no group get one. */
export const table: Make<TableProps> = derive<TableProps, Props>(
  "table",
  bareTable,
  ({ caption: called, colgroup: columns, header, footer, body, ...props }) => ({
    ...props,
    body: [
      wrapped("caption", caption, called),
      wrapped("colgroup", colgroup, columns),
      wrapped("thead", thead, header),
      isGrouped(body) ? body : tbody({ body }),
      wrapped("tfoot", tfoot, footer),
    ],
  }),
);

/** What is said by a property, in the element that it goes into, unless it is that element already. */
function wrapped(name: string, make: Make, body: Body): Body {
  if (body === undefined || body === null || body === false) return undefined;
  return isElement(body, [name]) ? body : make({ body });
}

const GROUPS = ["tbody", "thead", "tfoot", "caption", "colgroup"];

/** Whether rows stand in groups already; where markup is trusted it is taken as it is. */
function isGrouped(body: Body): boolean {
  const [first] = Array.isArray(body) ? body.flat(Infinity) : [body];
  return typeof first === "object" && first !== null &&
    ("raw" in first || isElement(first, GROUPS));
}

function isElement(body: Body, names: readonly string[]): boolean {
  return typeof body === "object" && body !== null && "element" in body &&
    names.includes(body.element);
}
