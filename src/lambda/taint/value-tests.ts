import type { TSESTree } from "@typescript-eslint/utils";
import { askingFunctions, fileModules } from "../../knowledge/file-functions.js";
import { type Proof, type SinkClass, harmlessIn, schemaPackages } from "../../knowledge/sanitizers.js";
import { type FunctionNode, memberName, memberRoot, unwrap } from "../../syntax/ast.js";
import { bareSpecifier } from "../../syntax/imports.js";
import type { Syntax } from "../../syntax/syntax.js";
import { packageOf } from "../bindings/package-of.js";
import { passageOf } from "./text-passage.js";
import { type CheckedValue, type Relation, ValueMentions } from "./value-mentions.js";

/** Answers of helpers in the file are followed this deep: `isId(x)` that returns `isText(x) && …`. */
const MAX_DEPTH = 4;

/** What tests say of one value: conditions, and calls that look at it. */
export class ValueTests {
  readonly mentions: ValueMentions;

  constructor(
    target: CheckedValue,
    readonly sink: SinkClass,
    readonly syntax: Syntax,
    private readonly depth = 0,
  ) {
    this.mentions = new ValueMentions(target, syntax);
  }

  /** True when the value has passed wherever the test turns out so. */
  proves(test: TSESTree.Node, outcome: boolean): boolean {
    const node = unwrap(test);
    if (node.type === "AwaitExpression") return this.proves(node.argument, outcome);
    if (node.type === "UnaryExpression" && node.operator === "!") return this.proves(node.argument, !outcome);
    if (this.sink === "input" && this.isLookedAt(node)) return true;
    if (node.type === "LogicalExpression" && node.operator !== "??") {
      const both = (node.operator === "&&") === outcome;
      const left = this.proves(node.left, outcome);
      // What the left side has found out is known on the right: both are one check.
      return both ? left || this.proves(node.right, outcome) : left && this.proves(node.right, outcome);
    }
    return this.isProvenByAtom(node, outcome);
  }

  /** For a value that is only stored, looking at it at all is a check. */
  private isLookedAt(node: TSESTree.Node): boolean {
    return this.mentions.relationsIn(node).some((relation) => relation !== "whole");
  }

  private isProvenByAtom(node: TSESTree.Node, outcome: boolean): boolean {
    switch (node.type) {
      case "CallExpression":
        return this.isProvenByCall(node, outcome);
      case "BinaryExpression":
        return this.isProvenByComparison(node, outcome);
      case "Identifier":
      case "MemberExpression":
        return this.isProvenByResult(node, outcome);
      default:
        return false;
    }
  }

  private isProvenByCall(call: TSESTree.CallExpression, outcome: boolean): boolean {
    const callee = unwrap(call.callee);
    const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
    const relations = call.arguments.flatMap((argument) => this.mentions.relationsIn(argument));
    if (callee.type === "MemberExpression" && relations.length === 0)
      return this.isProvenByMethod(callee, name ?? "");
    if (relations.length === 0) return false;
    const proof = this.proofOfPredicate(call, name, outcome);
    return proof !== undefined && relations.some((relation) => this.suffices(proof, relation));
  }

  /** `id.match(pattern)`, `path.startsWith(root)`: the value is asked about itself. */
  private isProvenByMethod(callee: TSESTree.MemberExpression, name: string): boolean {
    const relations = this.mentions.relationsIn(callee.object);
    const proof: Proof = METHOD_PROOFS.get(name) ?? "presence";
    return relations.some((relation) => this.suffices(proof, relation));
  }

  private proofOfPredicate(
    call: TSESTree.CallExpression,
    name: string | undefined,
    outcome: boolean,
  ): Proof | undefined {
    const callee = unwrap(call.callee);
    const { facts, values } = this.syntax;
    if (this.isAskedForFile(callee)) return "presence";
    if (name !== undefined) {
      if (MEMBERSHIP_METHODS.has(name)) return outcome ? "constant" : undefined;
      if (NUMBER_METHODS.has(name)) return outcome === (name !== "isNaN") ? "number" : undefined;
      if (name === "isArray" || name === "isBuffer" || name === "keys") return "presence";
      return "format";
    }
    if (facts.isGlobal(callee, "isNaN")) return outcome || isInParseInt(call) ? undefined : "number";
    if (facts.isGlobal(callee, "isFinite")) return outcome ? "number" : undefined;
    if (facts.isGlobal(callee, "Boolean")) return "presence";
    const passage = passageOf(call, this.syntax);
    if (passage !== undefined) return undefined;
    const [only, ...others] = values.functionsOf(callee);
    const returned = only === undefined ? [] : facts.returnsOf(only);
    // A helper that is one expression is read; one with statements of its own is believed.
    if (only !== undefined && others.length === 0 && returned.length === 1 && only.body === returned[0]) {
      const inner = this.ofParameter(only, call);
      return inner !== undefined && !inner.proves(only.body, outcome) ? undefined : "format";
    }
    return "format";
  }

  /** `fs.existsSync(path)`: there is a file, whichever it is. */
  private isAskedForFile(callee: TSESTree.Node): boolean {
    const imported = this.syntax.resolveImport(callee);
    const name = imported?.path.at(-1);
    return (
      imported !== undefined &&
      name !== undefined &&
      fileModules.has(bareSpecifier(imported.module)) &&
      askingFunctions.has(name)
    );
  }

  private isProvenByComparison(node: TSESTree.BinaryExpression, outcome: boolean): boolean {
    if (node.operator === "in")
      return (
        outcome &&
        this.mentions.relationsIn(node.left).some((relation) => this.suffices("constant", relation))
      );
    const isEquality = /^[=!]==?$/.test(node.operator);
    // `errors.length > 0`
    if (!isEquality) return this.isProvenByLength(node.left, outcome);
    const isEqual = node.operator.startsWith("=") === outcome;
    for (const [side, other] of [
      [node.left, node.right],
      [node.right, node.left],
    ] as const) {
      const inner = unwrap(side);
      if (inner.type === "UnaryExpression" && inner.operator === "typeof") {
        const type = unwrap(other);
        const isNumeric = type.type === "Literal" && /^(?:number|boolean|bigint)$/.test(String(type.value));
        if (isEqual && isNumeric && this.isRead(inner.argument)) return this.suffices("number", "same");
        continue;
      }
      if (inner.type === "MemberExpression" && memberName(inner) === "length") {
        if (this.isProvenByResult(inner, outcome)) return true;
        continue;
      }
      if (isEqual && this.isRead(inner) && !isNothing(other)) return this.suffices("constant", "same");
      if (isEqual && this.isHost(inner) && !isNothing(other)) return true;
      // `list.indexOf(id) === -1`
      if (inner.type === "CallExpression" && isMinusOne(other)) return this.isProvenByCall(inner, !isEqual);
    }
    return false;
  }

  private isProvenByLength(node: TSESTree.Node, outcome: boolean): boolean {
    const inner = unwrap(node);
    return (
      inner.type === "MemberExpression" &&
      memberName(inner) === "length" &&
      this.isProvenByResult(inner, outcome)
    );
  }

  /** `url.hostname`, where it matters what the host is. */
  isHost(node: TSESTree.Node): boolean {
    const inner = unwrap(node);
    return (
      this.sink === "url" &&
      inner.type === "MemberExpression" &&
      HOST_PARTS.has(memberName(inner) ?? "") &&
      this.mentions.relationsIn(inner.object).length > 0
    );
  }

  private isRead(node: TSESTree.Node): boolean {
    return this.mentions.relationsIn(node).includes("same");
  }

  /** `const isValid = schema.safeParse(body); if (!isValid.success) …`: a test of what a check has answered. */
  private isProvenByResult(node: TSESTree.Node, outcome: boolean): boolean {
    const call = askedCall(node);
    if (call !== undefined) return this.isProvenByAnswer(call);
    const root = memberRoot(node);
    const variable = this.syntax.facts.variableOf(root);
    if (variable === undefined || variable === this.mentions.target.variable) return false;
    const [definition, ...others] = variable.defs;
    if (definition?.node.type !== "VariableDeclarator" || others.length > 0) return false;
    const { init } = definition.node;
    if (init === null) return false;
    if (this.mentions.isVerdict(variable)) return this.suffices("format", "same");
    let value = unwrap(init);
    if (value.type === "AwaitExpression") value = unwrap(value.argument);
    if (value.type !== "CallExpression")
      return root === unwrap(node) && isBoolean(value) && this.proves(value, outcome);
    if (value.arguments.every((argument) => this.mentions.relationsIn(argument).length === 0))
      return root === unwrap(node) && value.callee.type === "MemberExpression" && this.proves(value, outcome);
    return this.isProvenByAnswer(value);
  }

  /** A part of what a call answers to the value tells whether it is good: `schema.safeParse(body).success`. */
  private isProvenByAnswer(call: TSESTree.CallExpression): boolean {
    if (passageOf(call, this.syntax) !== undefined || this.isAskedForFile(unwrap(call.callee))) return false;
    const proof: Proof = this.isSchemaCall(call) ? "schema" : "format";
    return call.arguments
      .flatMap((argument) => this.mentions.relationsIn(argument))
      .some((relation) => this.suffices(proof, relation));
  }

  /** True when such a proof of what is read says enough of the value for the sink. */
  suffices(proof: Proof, relation: Relation): boolean {
    if (!harmlessIn[proof].includes(this.sink)) return false;
    switch (relation) {
      case "same":
        return true;
      case "part":
        return this.sink === "input" || this.sink === "url";
      case "whole":
        // That the body is there says nothing of its fields. A function that looks at the event may look at anything.
        if (proof === "schema") return true;
        return proof === "format" && (this.sink === "input" || !this.isWholeParameter());
    }
  }

  private isWholeParameter(): boolean {
    return this.mentions.target.variable.defs.some(({ type }) => (type as string) === "Parameter");
  }

  /** `schema.parse(body)`, of a package of schemas or of a schema that another file exports. */
  isSchemaCall(call: TSESTree.CallExpression): boolean {
    const callee = unwrap(call.callee);
    const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
    const origin = packageOf(callee, this.syntax);
    if (origin === undefined) return false;
    if (schemaPackages.some(({ module }) => module.test(origin.module))) return true;
    // `OrderSchema.parse(body)` of a schema that another file exports
    return isOwnModule(origin.module) && name !== undefined && SCHEMA_METHODS.has(name);
  }

  /** The same questions about the value inside a function of the file that gets it. */
  ofParameter(fn: FunctionNode, call: TSESTree.CallExpression): ValueTests | undefined {
    const target = this.depth < MAX_DEPTH ? this.mentions.targetIn(fn, call) : undefined;
    return target && new ValueTests(target, this.sink, this.syntax, this.depth + 1);
  }
}

/** A path from the file or the package, also by an alias: `./rules`, `#rules`, `@/rules`, `~/rules`. */
export function isOwnModule(module = ""): boolean {
  return /^(?:\.|#|[@~]\/)/.test(module);
}

/** Methods of schemas that look at their argument, for schemas that another file makes. */
const SCHEMA_METHODS = new Set([
  ...["parse", "parseAsync", "safeParse", "safeParseAsync", "validate", "validateAsync", "validateSync"],
  ...["assert", "attempt", "check", "decode", "is", "isValid", "isValidSync", "create"],
]);

const METHOD_PROOFS: ReadonlyMap<string, Proof> = new Map<string, Proof>([
  ["match", "format"],
  ["some", "format"],
  ["every", "format"],
  ["startsWith", "affix"],
  ["endsWith", "affix"],
  ["includes", "affix"],
  ["indexOf", "affix"],
]);
const MEMBERSHIP_METHODS = new Set([
  "includes",
  "has",
  "hasOwn",
  "hasOwnProperty",
  "indexOf",
  "isIn",
  "find",
  "some",
]);
/** What of a `URL` says which host is meant. */
const HOST_PARTS = new Set(["host", "hostname", "origin"]);
const NUMBER_METHODS = new Set(["isInteger", "isSafeInteger", "isFinite", "isNaN"]);

/** The call of whose answer a property is read: `schema.safeParse(body).success`, `(await validate(body)).error`. */
function askedCall(node: TSESTree.Node): TSESTree.CallExpression | undefined {
  let inner = unwrap(node);
  if (inner.type !== "MemberExpression") return undefined;
  while (inner.type === "MemberExpression") inner = unwrap(inner.object);
  if (inner.type === "AwaitExpression") inner = unwrap(inner.argument);
  return inner.type === "CallExpression" ? inner : undefined;
}

/** `parseInt("1; drop")` is a number. */
function isInParseInt(call: TSESTree.CallExpression): boolean {
  const [argument] = call.arguments;
  return (
    argument?.type === "CallExpression" &&
    argument.callee.type === "Identifier" &&
    /^parse(?:Int|Float)$/.test(argument.callee.name)
  );
}

function isBoolean(node: TSESTree.Node): boolean {
  return (
    node.type === "BinaryExpression" ||
    node.type === "LogicalExpression" ||
    (node.type === "UnaryExpression" && node.operator === "!")
  );
}

function isNothing(node: TSESTree.Node): boolean {
  const inner = unwrap(node);
  if (inner.type === "Identifier") return inner.name === "undefined";
  return inner.type === "Literal" && (inner.value === null || inner.value === "");
}

function isMinusOne(node: TSESTree.Node): boolean {
  return (
    node.type === "UnaryExpression" &&
    node.operator === "-" &&
    node.argument.type === "Literal" &&
    node.argument.value === 1
  );
}
