import { type ConfigNode, nodeAt } from "../config-node.js";

/** How a node is read: what its variables lead to, or itself. */
export type Follow = (node: ConfigNode | undefined) => ConfigNode | undefined;

/** Reads another file that the configuration names, relative to it. Undefined where it cannot be read. */
export type ReadReferenced = (relativePath: string) => ConfigNode | undefined;

const WHOLE_VARIABLE = /^\$\{([^{}]*(?:\$\{[^{}]*\}[^{}]*)*)\}$/;
const MAX_DEPTH = 20;

/**
 * Follows the variables of the Serverless Framework as far as files say them: `${self:custom.memory}`,
 * `${file(./functions.yml):orders}`, and the fallback of those that only a deployment knows (`${opt:stage, 'dev'}`), which
 * is marked as a default. All others stay as they are.
 * (https://www.serverless.com/framework/docs/guides/variables)
 */
export function createVariables(root: ConfigNode, readReferenced: ReadReferenced): Follow {
  function follow(node: ConfigNode | undefined, depth = 0): ConfigNode | undefined {
    if (node?.kind !== "scalar" || typeof node.value !== "string" || !node.value.includes("${")) return node;
    const opaque: ConfigNode = { kind: "opaque", text: node.value, place: node.place };
    if (depth > MAX_DEPTH) return opaque;
    const whole = WHOLE_VARIABLE.exec(node.value.trim())?.[1];
    if (whole === undefined) return substitute(node.value, node, depth) ?? opaque;
    // `${self:custom.memory.${self:provider.stage}}`: the inner one says where the outer one looks.
    const inner: ConfigNode = { kind: "scalar", value: whole, place: node.place };
    const expression = whole.includes("${") ? substitute(whole, inner, depth) : inner;
    if (expression?.kind !== "scalar") return opaque;
    return follow(lookUp(String(expression.value), node, depth), depth + 1) ?? opaque;
  }

  /** A text with variables in it, where all of them are known texts. */
  function substitute(text: string, node: ConfigNode, depth: number): ConfigNode | undefined {
    const unknown: string[] = [];
    const value = text.replace(/\$\{([^{}]+)\}/g, (_, expression: string) => {
      const found = follow(lookUp(expression, node, depth), depth + 1);
      if (found?.kind === "scalar" && found.value !== null) return String(found.value);
      unknown.push(expression);
      return "";
    });
    return unknown.length === 0 && !value.includes("${")
      ? { kind: "scalar", value, place: node.place }
      : undefined;
  }

  function lookUp(expression: string, node: ConfigNode, depth: number): ConfigNode | undefined {
    let unread: ConfigNode | undefined;
    for (const alternative of splitAlternatives(expression)) {
      const found = lookUpOne(alternative.trim(), node, depth);
      if (found !== undefined && found.kind !== "opaque") return found;
      unread ??= found;
    }
    return unread;
  }

  function lookUpOne(source: string, node: ConfigNode, depth: number): ConfigNode | undefined {
    const literal = /^(?:'([^']*)'|"([^"]*)"|(-?\d+(?:\.\d+)?)|(true|false))$/.exec(source);
    if (literal) {
      const [, single, double, number, boolean] = literal;
      const value =
        number !== undefined
          ? Number(number)
          : boolean !== undefined
            ? boolean === "true"
            : (single ?? double ?? "");
      return { kind: "scalar", value, place: node.place };
    }
    const self = /^self:([\w.-]+)$/.exec(source)?.[1];
    if (self !== undefined) return resolvePath(root, self.split("."), depth);
    const file = /^file\(([^()]+)\)(?::([\w.-]+))?$/.exec(source);
    if (file === null) return undefined;
    const content = readReferenced(file[1]?.trim().replace(/^(["'])(.*)\1$/, "$2") ?? "");
    return file[2] === undefined ? content : resolvePath(content, file[2].split("."), depth);
  }

  /**
   * The path may lead through variables: `${self:custom.prod.memory}` where `custom` is another file. What only a deployment
   * knows is known by where its object comes from, and by its name in there: `${ssm:/orders/database}#password`.
   */
  function resolvePath(
    from: ConfigNode | undefined,
    path: readonly string[],
    depth: number,
  ): ConfigNode | undefined {
    let current = from;
    for (const [index, key] of path.entries()) {
      const holder = follow(current, depth + 1);
      if (holder?.kind === "opaque" && /^\$\{ssm\b[^#]*\}$/.test(holder.text))
        return { ...holder, text: `${holder.text}#${path.slice(index).join(".")}` };
      current = nodeAt(holder, key);
    }
    return current;
  }

  return follow;
}

/** The parts of `opt:stage, self:custom.stage, 'dev'`: commas in quotes and in braces separate nothing. */
function splitAlternatives(expression: string): readonly string[] {
  return expression.match(/(?:'[^']*'|"[^"]*"|\$\{[^}]*\}|\([^)]*\)|[^,'"$(]|[$(])+/g) ?? [];
}
