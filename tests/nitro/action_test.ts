import type { Action } from "../../nitro/action/action.ts";
import { NitroError } from "../../nitro/error.ts";
import { classic } from "../../nitro/wire/classic.ts";
import { terms } from "../../nitro/wire/terms.ts";
import { throws } from "../_support/assert.ts";

const seal = () => "sealed";

/** Both wires refuse it. */
function refused(action: Action, code: "render" | "url"): void {
  for (const wire of [classic, terms]) throws(() => wire([action], seal), NitroError, code);
}

function carried(action: Action): void {
  for (const wire of [classic, terms]) wire([action], seal);
}

Deno.test("no attribute, property or method that runs a text goes over a wire, in any spelling", () => {
  const target = "x";
  for (const name of ["onclick", "ONLOAD", "onFoo", "srcdoc", "SrcDoc"]) {
    for (const value of ["x", true]) refused({ action: "attr", target, name, value }, "render");
    refused({ action: "set", target, path: name, value: "x" }, "render");
    refused({ action: "set", target, path: `firstChild.${name}`, value: "x" }, "render");
    refused({ action: "call", target, method: "setAttribute", args: [name, "x"] }, "render");
    refused({ action: "call", target, method: "toggleAttribute", args: [name] }, "render");
    refused(
      { action: "call", target, method: "setAttributeNS", args: [null, name, "x"] },
      "render",
    );
  }
  for (
    const path of [
      "innerHTML",
      "outerHTML",
      "a.InnerHTML",
      "cookie",
      "__proto__.x",
      "a.prototype.b",
    ]
  ) {
    refused({ action: "set", target, path, value: "x" }, "render");
  }
  for (
    const method of [
      "eval",
      "a.eval",
      "setTimeout",
      "insertAdjacentHTML",
      "write",
      "constructor.constructor",
    ]
  ) {
    refused({ action: "call", target: { g: "window" }, method, args: ["x"] }, "render");
  }
});

Deno.test("no address that runs something goes over a wire, whatever it is given to", () => {
  const target = "x";
  for (
    const evil of [
      "javascript:x",
      " JaVaScript:x",
      "java\tscript:x",
      "\u0001javascript:x",
      "data:text/html,x",
      "vbscript:x",
    ]
  ) {
    for (const name of ["href", "SRC", "action", "formaction", "xlink:href"]) {
      refused({ action: "attr", target, name, value: evil }, "url");
      refused({ action: "call", target, method: "setAttribute", args: [name, evil] }, "url");
    }
    refused({ action: "set", target, path: "a.href", value: evil }, "url");
    for (const method of ["open", "location.assign", "location.replace"]) {
      refused({ action: "call", target: { g: "window" }, method, args: [evil] }, "url");
    }
    refused({ action: "redirect", url: evil, leaves: true }, "url");
  }
});

Deno.test("a redirection leaves the site only where that is said", () => {
  for (
    const url of [
      ...[
        "//evil.com",
        "/\\evil.com",
        "\\\\evil.com",
        "/\t/evil.com",
        "\t//evil.com",
        "/\n/evil.com",
      ],
      ...[
        "https://evil.com",
        "http:\\\\evil.com",
        "http:/evil.com/x",
        "//evil.com:80",
        "HTTPS://evil.com",
        "///evil.com",
      ],
    ]
  ) {
    refused({ action: "redirect", url }, "url");
    carried({ action: "redirect", url, leaves: true });
  }
  for (const url of ["/", "", "x", "?a=//b", "#//x", "/a//b", "/x?u=https://a", "./x:y", "/a\\b"]) {
    carried({ action: "redirect", url });
  }
});

Deno.test("what is no attribute that runs something is carried as it was", () => {
  const target = "x";
  carried({ action: "attr", target, name: "title", value: "javascript:is a text here" });
  carried({ action: "set", target, path: "textContent", value: "<b>" });
  carried({ action: "set", target, path: "style.cssText", value: "color: red" });
  carried({ action: "call", target, method: "classList.add", args: ["on"] });
  carried({ action: "call", target, method: "setAttribute", args: ["title", "on"] });
  carried({ action: "attr", target, name: "href", value: false });
});

Deno.test("no path of properties leads to a handler, to another site or to an animated address that runs", () => {
  const target = "x", window = { g: "window" } as const;
  for (
    const path of [
      "attributes.onclick.value",
      "attributes.0.nodeValue",
      "onclick.x",
      "a.constructor.b",
    ]
  ) {
    refused({ action: "set", target, path, value: "pwn()" }, "render");
  }
  for (const path of ["location", "document.location", "location.href"]) {
    for (
      const value of [
        "javascript:pwn()",
        "java\tscript:pwn()",
        "//evil.example",
        "/\t/evil.example",
      ]
    ) {
      refused({ action: "set", target: window, path, value }, "url");
    }
    carried({ action: "set", target: window, path, value: "/here" });
  }
  refused({ action: "set", target, path: "href.baseVal", value: "javascript:pwn()" }, "url");
  refused(
    { action: "call", target: window, method: "location.assign", args: ["//evil.example"] },
    "url",
  );
  refused({
    action: "call",
    target: window,
    method: "navigation.navigate",
    args: ["//evil.example"],
  }, "url");
  for (const method of ["execCommand", "attributes.setNamedItem", "appendHTMLUnsafe", "setHTML"]) {
    refused({ action: "call", target, method, args: ["insertHTML", false, "<b>"] }, "render");
  }
  for (const name of ["to", "from", "by", "values", "VALUES"]) {
    for (const value of ["javascript:pwn()", "#a; java\nscript:pwn()", "\u0001data:text/html,x"]) {
      refused({ action: "attr", target, name, value }, "url");
      refused({ action: "call", target, method: "setAttribute", args: [name, value] }, "url");
    }
    carried({ action: "attr", target, name, value: "0;1;12:30" });
  }
});
