import { isSst2Package } from "../../knowledge/framework-names.js";
import { sstSubscriptions, sstAdders } from "../../knowledge/construct-events.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import type { CodeValue, InstanceValue, ResultValue, Site } from "../code/code-value.js";
import { itemsOf, property } from "../code/read-code.js";
import {
  asInstance,
  classOf,
  functionsIn,
  givenFunction,
  nameOfFunction,
  writtenFunction,
} from "./constructs.js";

export type Add = (
  value: CodeValue | undefined,
  id: CodeValue | undefined,
  site: Site,
  version: 2 | 3,
  kind?: EventKind | "unknown",
  options?: CodeValue,
  from?: InstanceValue,
  /** What has the function as its node: of a function that is made by itself, the function. */
  owner?: InstanceValue | ResultValue,
) => void;

/** What methods of constructs are given: `api.route("GET /", "src/list.handler")`, `queue.addConsumer(stack, "src/work.handler")`. */
export function addByMethod(result: ResultValue, add: Add): void {
  addSubscription(result, add);
  addToConstruct(result, add);
}

/** `api.route("GET /", "src/list.handler")`, `queue.subscribe({ handler: "src/work.handler" })` */
function addSubscription(result: ResultValue, add: Add): void {
  const { receiver, method, args, site } = result;
  if (addToExisting(result, add)) return;
  const made = receiver?.kind === "instance" ? classOf(receiver) : undefined;
  if (made?.version !== 3 || receiver?.kind !== "instance") return;
  if (made.name === "AppSync" && method === "addDataSource") {
    add(property(args[0], "lambda")?.value, property(args[0], "name")?.value, site, 3, "appsync");
    return;
  }
  const kind = sstSubscriptions[`${made.name}.${method ?? ""}`];
  if (kind === undefined) return;
  if (method === "notify") {
    for (const value of itemsOf(property(args[0], "notifications")?.value))
      add(
        ...([property(value, "function")?.value, property(value, "name")?.value, value.site] as const),
        ...([3, kind, value, receiver] as const),
      );
    return;
  }
  // Some take a name, or a route, before the function, which is the last of the two then.
  const index = [1, 0].find((position) => isSubscriber(args[position]));
  if (index === undefined) return;
  const id = index === 1 ? args[0] : receiver.args[0];
  add(args[index], id, site, 3, kind, args[index + 1], receiver, result);
}

/**
 * A subscription to what other code makes: `sst.aws.Bus.subscribe("Stopped", busArn, fn.arn)`. Some take a name first.
 * (https://sst.dev/docs/component/aws/bus/#static-subscribe)
 */
function addToExisting({ callee, args, site }: ResultValue, add: Add): boolean {
  const [namespace, name, method] = callee?.specifier === "sst" ? callee.path : [];
  const kind = namespace === "aws" ? sstSubscriptions[`${name ?? ""}.${method ?? ""}`] : undefined;
  if (kind === undefined) return false;
  const index = [2, 1].find((position) => isSubscriber(args[position]));
  if (index !== undefined) add(args[index], args[0], site, 3, kind, args[index + 1]);
  return true;
}

function isSubscriber(value: CodeValue | undefined): boolean {
  return writtenFunction(value) !== undefined || givenFunction(value) !== undefined;
}

/** Version 2: `bus.subscribe("order.created", { handler: … })`, `queue.addConsumer(stack, "src/work.handler")`. */
function addToConstruct(result: ResultValue, add: Add): void {
  const { receiver, method = "", args, site } = result;
  if (result.callee !== undefined && isSst2Package(result.callee.specifier)) {
    // `Function.fromDefinition(stack, "Work", { handler: … })`
    if (result.callee.path.join(".") === "Function.fromDefinition")
      add(args[2], args[1], site, 2, undefined, undefined, undefined, result);
    return;
  }
  const made = receiver?.kind === "instance" ? classOf(receiver) : undefined;
  const isUsedBus = isUsed(receiver) && method === "subscribe";
  if (receiver === undefined || (made?.version !== 2 && !isUsed(receiver))) return;
  if (isUsedBus || (made?.name === "EventBus" && method === "subscribe")) {
    const [first] = args;
    const hasScope = first?.kind !== "scalar" && first?.kind !== "list";
    const [type, fn] = hasScope ? args.slice(1) : args;
    const owner = hasScope ? result : asInstance(receiver);
    add(fn, type, site, 2, "eventbridge", undefined, asInstance(receiver), owner);
    return;
  }
  const kind = kindOfAdder(method, made?.name);
  if (kind === undefined) return;
  const from = receiver.kind === "instance" ? receiver : undefined;
  for (const value of functionsIn(args[1])) {
    const called = nameOfFunction(value, args[1], from?.args[1], method === "addRoutes");
    add(value, called, value.site, 2, kind, value, from, result);
  }
}

/** Of what another stack hands over only the method is known, which several constructs may have. */
function kindOfAdder(method: string, name: string | undefined): EventKind | "unknown" | undefined {
  if (name !== undefined) return sstAdders[`${name}.${method}`];
  const [kind, ...others] = Object.entries(sstAdders).flatMap(([adder, kind]) =>
    adder.endsWith(`.${method}`) ? [kind] : [],
  );
  return others.length > 0 ? "unknown" : kind;
}

/** `use(Events)`, `use(Storage).bus`: what stacks hand over. */
function isUsed(value: CodeValue | undefined): boolean {
  let current = value;
  while (current?.kind === "attribute") current = current.of;
  return (
    current?.kind === "result" &&
    current.callee?.path.join(".") === "use" &&
    isSst2Package(current.callee.specifier)
  );
}
