import type { Template } from "../cloudformation/template.js";
import { type ConfigNode, entriesOf, itemsOf } from "../config-node.js";
import type { Place } from "../config-value.js";

/** Events that name the function itself which decides who may send them; that of an HTTP API is a name of the provider's. */
const GUARDED = ["http", "websocket"];

/**
 * The functions of a service that decide for its APIs who may call them, by their keys, with the first place that says so:
 * `authorizer: verify`, `authorizer: { name: verify }` of an event, `functionName: verify` of the provider's HTTP API.
 * (https://www.serverless.com/framework/docs/providers/aws/events/apigateway#http-endpoints-with-custom-authorizers,
 * https://www.serverless.com/framework/docs/providers/aws/events/http-api#lambda-request-authorizers)
 *
 * @param functions the functions by their keys
 */
export function findAuthorizers(
  functions: ReadonlyMap<string, ConfigNode>,
  provider: ConfigNode | undefined,
  template: Template,
): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  const add = (node: ConfigNode | undefined): void => {
    const name = template.textAt(node);
    if (node !== undefined && name !== undefined && functions.has(name) && !found.has(name))
      found.set(name, node.place);
  };
  for (const [, authorizer] of entriesOf(template.at(provider, "httpApi", "authorizers")))
    add(template.at(authorizer, "functionName"));
  for (const own of functions.values())
    for (const event of itemsOf(template.at(own, "events")))
      for (const kind of GUARDED) {
        const written = template.at(event, kind, "authorizer");
        add(written?.kind === "map" ? template.at(written, "name") : written);
      }
  return found;
}
