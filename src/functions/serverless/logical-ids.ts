/**
 * How the framework begins the logical ids of what it makes for a function.
 * (https://www.serverless.com/framework/docs/providers/aws/guide/resources)
 */
export function logicalIdOf(id: string): string {
  const name = id.replaceAll("-", "Dash").replaceAll("_", "Underscore");
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** The logical id of the resource that the framework makes of a function. */
export function resourceIdOf(id: string): string {
  return `${logicalIdOf(id)}LambdaFunction`;
}

/** That of the resource that it makes of a layer. */
export function layerResourceIdOf(name: string): string {
  return `${logicalIdOf(name)}LambdaLayer`;
}
