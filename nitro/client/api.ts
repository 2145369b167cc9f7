/**
 * The part of the client for the action `api`: a function of the document by which the page's own scripts tell the page something.
 *
 * What it is called with stands in a hidden control, which the binding of the event `n2o:api:NAME` takes along like any other source.
 *
 * @module
 */
import type { Part } from "./part.ts";

const api: Part = (_send, name: string, id: string) => {
  const control = document.getElementById(id) as HTMLInputElement | null ?? // made below
    document.createElement("input");
  Object.assign(control, { id, type: "hidden" });
  document.body.append(control);
  Object.assign(document, {
    [name](data: unknown) {
      control.value = JSON.stringify(data) ?? "null";
      // An update of the whole body takes it away.
      if (!control.isConnected) document.body.append(control);
      document.dispatchEvent(new Event(`n2o:api:${name}`));
    },
  });
};

export default api;
