/**
 * The back end of the classic wire: actions as JavaScript text, for the original's own client to evaluate.
 *
 * Whatever comes from outside stands in the text as an escaped literal.
 *
 * @module
 */
import type { Action, Value } from "../action/action.ts";
import { apiName } from "../action/name.ts";
import { each, one } from "../action/target.ts";
import { apiSource } from "../q.ts";
import * as refuse from "../refuse.ts";
import { NitroError } from "../error.ts";
import { jse } from "../escape.ts";
import type { EventAction, EventOptions } from "../event.ts";

/** Seals what an event carries. */
export type Seal = (
  event: Pick<EventAction, "target" | "postback" | "source" | "delegate">,
) => string;

/**
 * The JavaScript text of actions.
 *
 * @throws {NitroError} `render` for a method or property whose name is no identifier, `url` for an address that runs something or leaves
 *   the site unsaid; also for an attribute, property or method that runs what it is given.
 */
export function classic(actions: readonly Action[], seal: Seal): string {
  return actions.map((action) => script(action, seal)).join("");
}

function script(action: Action, seal: Seal): string {
  switch (action.action) {
    case "event":
      return wired(action, seal);
    case "update":
      return `var x=${one(action.target)}; if(x) x.outerHTML=\`${jse(action.html)}\`;`;
    case "insert":
      return inserted(action);
    case "clear":
      return `var x=${one(action.target)}; while (x && x.firstChild) x.removeChild(x.firstChild);`;
    case "remove":
      return `var x=${one(action.target)}; x && x.parentNode.removeChild(x);`;
    case "redirect":
      return `window.location='${jse(refuse.destination(action.url, action.leaves === true))}';`;
    case "set":
      return each(
        action.target,
        `x.${path(action.path)}=${literal(refuse.property(action.path, action.value))};`,
      );
    case "attr":
      return each(
        action.target,
        attribute(action.name, refuse.attribute(action.name, action.value)),
      );
    case "text":
      return each(action.target, `x.textContent=${literal(action.text)};`);
    case "move":
      return each(
        action.target,
        `{var y=${one(action.id)}; y && x.insertAdjacentElement('${action.where}',y);}`,
      );
    case "call":
      return each(
        action.target,
        `x.${path(action.method)}(${
          refuse.call(action.method, action.args).map(literal).join(",")
        });`,
      );
    case "reset":
      return `{var x=${one(action.target)}; if(x && x.value==${literal(action.text)}) x.value='';}`;
    case "confirm":
      return `if (confirm(${literal(action.text)})) {${sent(action, seal)}}`;
    case "api": {
      const { name, postback, delegate } = action, source = apiSource(name);
      const data = `[tuple(bin('${source}'),bin(JSON.stringify(data)||'null'))]`;
      const event = { target: "document", postback, source: [source], delegate };
      return `document.${
        apiName(name)
      }=function(data){ws.send(enc(tuple(atom('pickle'),bin('document'),bin('${
        seal(event)
      }'),${data})));};`;
    }
    case "cookie":
      return `document.cookie=${literal(action.text)};`;
    case "hook":
      return `document.dispatchEvent(new CustomEvent(${literal(`n2o:${action.name}`)},{detail:${
        literal(action.data)
      }}));`;
    case "upload":
      return upload(action);
    case "part":
      return "";
    case "script":
      return action.text;
  }
}

function inserted({ target, where, html, tag }: Action & { action: "insert" }): string {
  const first = where === "afterbegin" ? "x.firstChild" : "null";
  if (where === "beforebegin" || where === "afterend") {
    return `{var x=${one(target)}; x && x.insertAdjacentHTML('${where}',\`${jse(html)}\`);}`;
  }
  return `{var x=${one(target)}; if(x){var f=${first},d=qn('${jse(tag)}'); d.innerHTML=\`${
    jse(html)
  }\`; while(d.firstChild) x.insertBefore(d.firstChild,f);}}`;
}

/** The key of a keyboard event with its modifiers, as our own client names it. */
const CHORD =
  "(event.isComposing?'':(event.ctrlKey?'Ctrl+':'')+(event.altKey?'Alt+':'')+(event.metaKey?'Meta+':'')+" +
  "(event.shiftKey&&event.key.length>1?'Shift+':'')+event.key)";

function wired(action: EventAction, seal: Seal): string {
  const { target, type, options } = action;
  const prevents = options.prevent ??
    (type === "click" || type === "submit" || options.key !== undefined);
  const prevent = prevents ? "event.preventDefault(); " : "";
  const guard = [
    options.key === undefined ? "" : `if (${CHORD}!=${literal(options.key)}) return; `,
    prevent,
    options.valid !== true
      ? ""
      : `if (![${
        action.source.map((id) => `'${jse(id)}'`)
      }].every(function(i){var c=qi(i); return !c || !c.reportValidity || c.reportValidity();})) return; `,
    options.confirm === undefined ? "" : `if (!confirm(${literal(options.confirm)})) return; `,
  ].join("");
  if (options.single) {
    throw new NitroError(
      "script",
      `the event "${type}" of "${target}": single cannot be kept on the classic wire, whose answers do not say what they answer; leave it out there, or use throttle`,
    );
  }
  const send = `${sent(action, seal)}${emptied(action)}`,
    heard = `x.addEventListener('${jse(type)}'`;
  const wait = waiting(options);
  return wait === undefined
    ? `{var x=qi('${jse(target)}'); x && ${heard},function (event){ ${guard}${send}});}`
    : `{let x=qi('${
      jse(target)
    }'),t=0,l=-Infinity,go=function(){clearTimeout(t);t=0;l=performance.now(); ${send}}; if(x){${heard},function (event){ ${guard}${wait}});${LEAVING}}}`;
}

/** What is held back goes when its control is left or its text is entered, before the click or the form that comes then. */
const LEAVING =
  "['focusout','change'].forEach(function(e){x.addEventListener(e,function(){if(t)go();},true);});";

/** The statements that send now or later, as `debounce` and `throttle` say; `undefined` where neither is asked for. */
function waiting({ debounce, throttle }: EventOptions): string | undefined {
  if (debounce !== undefined && debounce !== 0) {
    return `clearTimeout(t);t=setTimeout(go,${milliseconds(debounce)});`;
  }
  if (throttle === undefined || throttle === 0) return undefined;
  return `var w=l+${
    milliseconds(throttle)
  }-performance.now(); if(w>0){if(!t)t=setTimeout(go,w);}else go();`;
}

function milliseconds(time: number): string {
  if (time > 0 && time < 2 ** 31) return String(time);
  throw new NitroError("render", `debounce, throttle: ${time} are no milliseconds`);
}

/** The statements that empty the sources, once what they held was sent. */
function emptied({ source, options }: EventAction): string {
  if (!options.empty) return "";
  const emptying = source.map((id) => `{var c=qi('${jse(id)}'); if(c) c.value='';}`).join("");
  // The original's client wraps its socket and drops what is sent while that is down: the text stays then.
  return ` if ((ws.port ? ws.port.channel : ws).readyState==1) {${emptying}}`;
}

/** The statement that sends an event, as the original's client expects it. */
function sent(
  action: Pick<EventAction, "target" | "postback" | "source" | "delegate">,
  seal: Seal,
): string {
  const target = jse(action.target), ids = action.source.map((id) => `'${jse(id)}'`);
  const values = ids.map((id) => `,tuple(bin(${id}),querySource(${id}))`).join("");
  return `{ if (validateSources([${ids}],'${target}')) { ws.send(enc(tuple(atom('pickle'),bin('${target}'),bin('${
    seal(action)
  }'),` +
    `[tuple(tuple(bin('${target}'),bin('detail')),[])${values}]))); } else console.log('Validation Error'); }`;
}

/**
 * Statements that hand chosen files to the original's `ftp.js`, which shows in `ftp_status` how many bytes it sent; where a page does not
 * load it, the control does nothing.
 */
function upload({ target, meta }: Action & { action: "upload" }): string {
  const [file, list] = [one(`${target}-file`), one(`${target}-list`)];
  return `{let x=${file}; if(x) x.onchange=function(){ if(typeof ftp=='undefined') return; ftp.autostart=true; ` +
    `ftp.meta=bin('${
      jse(meta)
    }'); Array.from(x.files).forEach(function(f){ftp.init(f);}); x.value=''; ` +
    `if(!qi('ftp_status')) ${list}.insertAdjacentHTML('beforeend','<li><output id="ftp_status"></output></li>');};}`;
}

function attribute(name: string, value: string | boolean): string {
  if (value === false) return `x.removeAttribute(${literal(name)});`;
  return `x.setAttribute(${literal(name)},${literal(value === true ? "" : value)});`;
}

function path(names: string): string {
  if (/^[\p{L}_$][\p{L}\p{N}_$]*(\.[\p{L}_$][\p{L}\p{N}_$]*)*$/u.test(names)) return names;
  throw new NitroError("render", `"${names}" is no path of properties`);
}

function literal(value: Value): string {
  if (typeof value === "string") return `'${jse(value)}'`;
  return Array.isArray(value) ? `[${value.map(literal).join(",")}]` : String(value);
}
