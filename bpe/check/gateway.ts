/**
 * Rules on gateways (BPMN 2.0.2, 10.6).
 *
 * @module
 */
import {
  type Check,
  eventKinds,
  incoming,
  outgoing,
  refer,
  type Rule,
  type Rules,
} from "./context.ts";
import { GATEWAYS } from "../xml/kinds.ts";
import { attr, child, type Element, flag } from "../xml/element.ts";

/** EXT017, EXT018, EXT019, EXT135: the direction a gateway says agrees with its flows. */
const direction: Rule = (gateway, check) => {
  const inward = incoming(check, gateway).length, outward = outgoing(check, gateway).length;
  const said = attr(gateway, "gatewayDirection");
  const flows = `it has ${inward} incoming and ${outward} outgoing flows`;
  if (inward < 2 && outward < 2) {
    check.report("EXT135", gateway, `neither splits nor joins: ${flows}`);
  }
  if (said === "Converging" && (inward < 2 || outward > 1)) {
    check.report("EXT017", gateway, `is said to converge, but ${flows}`);
  }
  if (said === "Diverging" && (outward < 2 || inward > 1)) {
    check.report("EXT018", gateway, `is said to diverge, but ${flows}`);
  }
  if (said === "Mixed" && (inward < 2 || outward < 2)) {
    check.report("EXT019", gateway, `is said to be mixed, but ${flows}`);
  }
};

/** EXT136, EXT142: an event-based gateway itself. */
const eventBased: Rule = (gateway, check) => {
  const ways = outgoing(check, gateway).length;
  if (attr(gateway, "gatewayDirection") === "Converging" || ways < 2) {
    // With one way it waits for one event; without any it waits for ever.
    const severity = ways === 0 ? "error" : "warning";
    const message = "is an event-based gateway: it must have two outgoing flows";
    check.report("EXT136", gateway, message, severity);
  }
  const parallel = attr(gateway, "eventGatewayType") === "Parallel";
  if (parallel && !flag(gateway, "instantiate", false)) {
    check.report("EXT142", gateway, "is parallel, which only an instantiating gateway may be");
  }
  const entered = incoming(check, gateway).map((flow) => refer(check, attr(flow, "sourceRef")));
  const plain = (one: Element | undefined) =>
    one?.name === "startEvent" && eventKinds(check, one).length === 0;
  if (flag(gateway, "instantiate", false) && !entered.every(plain)) {
    check.report("EXT142", gateway, "creates an instance: only a none start event may lead to it");
  }
  const targets = outgoing(check, gateway).map((flow) => refer(check, attr(flow, "targetRef")))
    .filter((one): one is Element => one !== undefined);
  for (const flow of outgoing(check, gateway)) {
    if (child(flow, "conditionExpression") !== undefined) {
      check.report("EXT137", flow, "leaves an event-based gateway and has a condition; remove it");
    }
  }
  for (const target of targets) awaited(target, check);
  mixed(gateway, targets, check);
};

/** EXT138, EXT140, EXT141: what an event-based gateway waits for. */
function awaited(target: Element, check: Check): void {
  const events = eventKinds(check, target);
  const catches = target.name === "intermediateCatchEvent" && events.length > 0 &&
    events.every((kind) => ["message", "signal", "timer", "conditional"].includes(kind));
  if (!catches && target.name !== "receiveTask") {
    check.report(
      "EXT138",
      target,
      "follows an event-based gateway, but is nothing it can wait for",
    );
  }
  if (target.name === "receiveTask" && check.boundary.has(attr(target, "id"))) {
    check.report("EXT140", target, "follows an event-based gateway and has a boundary event");
  }
  if (incoming(check, target).length > 1) {
    check.report("EXT141", target, "follows an event-based gateway and has another incoming flow");
  }
}

/** EXT139: messages are awaited by receive tasks or by events, not by both. */
function mixed(gateway: Element, targets: readonly Element[], check: Check): void {
  const tasks = targets.some((one) => one.name === "receiveTask");
  const events = targets.some((one) =>
    one.name !== "receiveTask" && eventKinds(check, one).includes("message")
  );
  if (tasks && events) {
    check.report(
      "EXT139",
      gateway,
      "waits for messages by receive tasks and by events; choose one",
    );
  }
}

/** Rules by tag. */
export const GATEWAY_RULES: Rules = {
  ...Object.fromEntries([...GATEWAYS].map((tag) => [tag, [direction]])),
  eventBasedGateway: [direction, eventBased],
};
