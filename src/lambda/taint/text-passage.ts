import type { TSESTree } from "@typescript-eslint/utils";
import { type Proof, sanitizerFacts, escapingMethods } from "../../knowledge/sanitizers.js";
import { type Passage, passageFacts } from "../../knowledge/text-flow.js";
import { type CallNode, memberName, unwrap } from "../../syntax/ast.js";
import { oncePer } from "../../syntax/once-per.js";
import type { Syntax } from "../../syntax/syntax.js";

/** What the tables call a callee: its module without `node:`, or `global`, and the dotted path of the export. */
export interface NamedCallee {
  readonly module: string;
  readonly path: string;
}

type Names = Map<TSESTree.Node, NamedCallee | undefined>;

/** Several analyses go over the same calls. */
const namesOf = oncePer<Syntax, Names, []>(() => new Map());

/** The name of what is called, if it is an import or a global. */
export function nameOfCallee(callee: TSESTree.Node, syntax: Syntax): NamedCallee | undefined {
  const names = namesOf(syntax);
  if (names.has(callee)) return names.get(callee);
  const name = findName(callee, syntax);
  names.set(callee, name);
  return name;
}

function findName(callee: TSESTree.Node, syntax: Syntax): NamedCallee | undefined {
  const imported = syntax.resolveImport(callee);
  if (imported !== undefined) return { module: imported.module, path: imported.path.join(".") || "default" };
  const names: string[] = [];
  let node = unwrap(callee);
  while (node.type === "MemberExpression") {
    const name = memberName(node);
    if (name === undefined) return undefined;
    names.unshift(name);
    node = unwrap(node.object);
  }
  if (node.type !== "Identifier" || syntax.facts.variableOf(node) !== undefined) return undefined;
  const path = [node.name, ...names].join(".").replace(/^(?:globalThis|global)\./, "");
  return { module: "global", path };
}

/** What a table says of a function, kept by its name: a run meets few of them, again and again. */
export function oncePerCallee<Fact>(find: (name: NamedCallee) => Fact): (name: NamedCallee) => Fact {
  const known = new Map<string, Map<string, Fact>>();
  return (name) => {
    let facts = known.get(name.module);
    if (facts === undefined) known.set(name.module, (facts = new Map<string, Fact>()));
    if (!facts.has(name.path)) facts.set(name.path, find(name));
    return facts.get(name.path) as Fact;
  };
}

/** What the call hands on of its arguments; undefined for a function that nothing is known of. */
export function passageOf(call: CallNode, syntax: Syntax): Passage | undefined {
  const name = nameOfCallee(call.callee, syntax);
  return name && passageOfFunction(name);
}

const passageOfFunction = oncePerCallee(
  (name): Passage | undefined =>
    passageFacts.find(
      ({ module, export: path }) =>
        (module === "global" ? name.module === "global" : module.test(name.module)) && path.test(name.path),
    )?.passage,
);

const proofOfName = oncePerCallee(
  (name): Proof | undefined =>
    sanitizerFacts.find((row) => row.module === name.module && row.export.test(name.path))?.proof,
);

/** What is known of the result because of the function that gives it, whatever it is given. */
export function proofOfCall(call: CallNode, syntax: Syntax): Proof | undefined {
  return proofOfFunction(call.callee, syntax);
}

/** What is known of the results of a function: a sanitizer of the table, or an escaping method of a connection. */
export function proofOfFunction(callee: TSESTree.Node, syntax: Syntax): Proof | undefined {
  const name = nameOfCallee(callee, syntax);
  const proof = name && proofOfName(name);
  if (proof !== undefined) return proof;
  const node = unwrap(callee);
  return node.type === "MemberExpression" ? escapingMethods.get(memberName(node) ?? "") : undefined;
}
