import type { TSESTree } from "@typescript-eslint/utils";
import {
  askingFunctions,
  fileModules,
  removingFunctions,
  streamFunctions,
  writingFunctions,
} from "../../knowledge/file-functions.js";
import { type CallNode, memberName, unwrap, wrapped } from "../../syntax/ast.js";
import { oncePer } from "../../syntax/once-per.js";
import { readStaticString } from "../../syntax/static-value.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { LambdaModel } from "../model.js";
import { nameOfCallee } from "../taint/text-passage.js";

/** Data of a request that every invocation writes to the same file of `/tmp`, and nothing removes. */
export interface TmpFileWrite {
  /** The path, as the call has it. */
  readonly node: TSESTree.Node;
  readonly path: string;
}

/** What the file does with paths that it has as constants. */
interface PathUse {
  readonly call: CallNode;
  readonly name: string;
  readonly node: TSESTree.Node;
  readonly path: string;
}

/** The writes of request data to a fixed name in `/tmp` that is neither removed nor asked for. In source order. */
export const tmpFileWritesOf = oncePer((lambda: LambdaModel): readonly TmpFileWrite[] => {
  const uses = pathUsesOf(lambda.syntax);
  const isHandled = (path: string): boolean =>
    uses.some(
      (use) =>
        (removingFunctions.has(use.name) && (path === use.path || path.startsWith(`${use.path}/`))) ||
        (askingFunctions.has(use.name) && use.path === path),
    );
  return uses
    .filter((use) => use.path.startsWith("/tmp/") && holdsRequestData(use, lambda))
    .filter((use) => lambda.runsPerInvocation(use.call) && !isHandled(use.path))
    .map(({ node, path }) => ({ node, path }));
});

function pathUsesOf(syntax: Syntax): readonly PathUse[] {
  return syntax.facts.calls.flatMap((call) => {
    const [node] = call.arguments;
    const callee = nameOfCallee(call.callee, syntax);
    if (callee === undefined || !fileModules.has(callee.module) || node === undefined) return [];
    const path = staticPath(node, syntax);
    const name = callee.path.split(".").at(-1) ?? "";
    return path === undefined ? [] : [{ call, name, node, path }];
  });
}

function holdsRequestData({ call, name }: PathUse, lambda: LambdaModel): boolean {
  if (writingFunctions.has(name)) {
    const content = call.arguments[1];
    return content !== undefined && lambda.isRequestData(content);
  }
  return (
    streamFunctions.has(name) && writtenTo(call, lambda.syntax).some((data) => lambda.isRequestData(data))
  );
}

/** What goes into a stream: `source.pipe(stream)`, `pipeline(source, stream)`, `stream.write(data)`. */
function writtenTo(stream: CallNode, { facts }: Syntax): readonly TSESTree.Node[] {
  const uses: TSESTree.Node[] = [wrapped(stream)];
  const holder = uses[0]?.parent;
  if (holder?.type === "VariableDeclarator" && holder.id.type === "Identifier")
    for (const { identifier } of facts.variableOf(holder.id)?.references ?? []) uses.push(identifier);
  return uses.flatMap((use): TSESTree.Node[] => {
    const { parent } = use;
    if (parent?.type === "CallExpression" && parent.callee !== use) {
      const callee = unwrap(parent.callee);
      const isPipe = callee.type === "MemberExpression" && memberName(callee) === "pipe";
      return isPipe ? [callee.object] : parent.arguments.filter((argument) => argument !== use);
    }
    const call = parent?.type === "MemberExpression" ? parent.parent : undefined;
    const isWrite = parent?.type === "MemberExpression" && /^(?:write|end)$/.test(memberName(parent) ?? "");
    return isWrite && call?.type === "CallExpression" ? [...call.arguments] : [];
  });
}

/** The path, if it is the same in every invocation; `os.tmpdir()` is `/tmp` in Lambda. */
function staticPath(expression: TSESTree.Node, syntax: Syntax, depth = 0): string | undefined {
  if (depth > 6) return undefined;
  const node = unwrap(expression);
  const text = readStaticString(syntax.facts, node);
  if (text !== undefined) return text;
  const read = (part: TSESTree.Node): string | undefined => staticPath(part, syntax, depth + 1);
  switch (node.type) {
    case "Identifier": {
      const [value, ...others] = syntax.values.valuesOf(node);
      return value === undefined || value === node || others.length > 0 ? undefined : read(value);
    }
    case "TemplateLiteral":
      return joined(
        node.quasis.flatMap((quasi, index) => {
          const part = node.expressions[index];
          return [quasi.value.cooked ?? "", ...(part === undefined ? [] : [read(part)])];
        }),
        "",
      );
    case "BinaryExpression":
      return node.operator === "+" ? joined([read(node.left), read(node.right)], "") : undefined;
    case "CallExpression": {
      const name = nameOfCallee(node.callee, syntax);
      if (name?.module === "os" && name.path === "tmpdir") return "/tmp";
      if (name?.module !== "path" || !/(?:^|\.)(?:join|resolve)$/.test(name.path)) return undefined;
      return joined(node.arguments.map(read), "/")?.replace(/\/{2,}/g, "/");
    }
    default:
      return undefined;
  }
}

function joined(parts: readonly (string | undefined)[], separator: string): string | undefined {
  return parts.every((part) => part !== undefined) ? parts.join(separator) : undefined;
}
