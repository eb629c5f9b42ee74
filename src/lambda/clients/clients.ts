import type { TSESTree } from "@typescript-eslint/utils";
import { clientCaptures } from "../../knowledge/captures.js";
import type { ClientFact } from "../../knowledge/client-fact.js";
import { clientFacts } from "../../knowledge/clients/index.js";
import { indexFacts, matchesModule } from "../../knowledge/index-facts.js";
import {
  type CallNode,
  enclosingFunction,
  memberName,
  memberRoot,
  unwrap,
  wrapped,
} from "../../syntax/ast.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import type { Variable } from "../../syntax/name-index.js";
import { type ImportedValue, bareSpecifier } from "../../syntax/imports.js";
import { isMadeOfArguments } from "../../syntax/steady-value.js";
import type { Syntax } from "../../syntax/syntax.js";
import { matchesFact } from "../bindings/fact-match.js";
import type { ClientCreation, Origin, SetUp } from "../model.js";

/** A creation of a client, before anything is asked of it. */
export interface FoundClient {
  readonly node: CallNode;
  readonly name: string;
  readonly fact: ClientFact;
  readonly imported: ImportedValue;
}

const clientsOf = indexFacts(clientFacts);

/** A look at the imports alone: false where the file imports no package of clients. */
export function mayHoldClients(
  { loadedSpecifiers }: Pick<SyntaxFacts, "loadedSpecifiers">,
  ownFacts: readonly ClientFact[],
): boolean {
  for (const specifier of loadedSpecifiers) if (offersClients(specifier, ownFacts)) return true;
  return false;
}

function offersClients(specifier: string, ownFacts: readonly ClientFact[]): boolean {
  const module = bareSpecifier(specifier);
  return clientsOf(module).length > 0 || ownFacts.some((fact) => matchesModule(module, fact.module));
}

/** What kind of client the package hands out, if the table knows it. */
export function clientCategoryOf(module: string): ClientFact["category"] | undefined {
  return clientsOf(module)[0]?.category;
}

/** Finds the constructions of clients by the bindings of their classes and factories. */
export function findClients(syntax: Syntax, ownFacts: readonly ClientFact[]): readonly FoundClient[] {
  const found: FoundClient[] = [];
  if (!mayHoldClients(syntax.facts, ownFacts)) return found;
  for (const node of syntax.facts.calls) {
    const imported = syntax.resolveImport(node.callee);
    if (imported === undefined) continue;
    const isMade = (fact: ClientFact): boolean =>
      matchesFact(imported, fact) && isConstructedAs(node, fact.construct);
    const fact = ownFacts.find(isMade) ?? clientsOf(imported.module).find(isMade);
    if (fact !== undefined) found.push({ node, name: spell(node, imported), fact, imported });
  }
  return found;
}

function isConstructedAs(node: CallNode, construct: ClientFact["construct"]): boolean {
  return construct === "either" || (construct === "new") === (node.type === "NewExpression");
}

/** The callee as the code has it, or the imported name where that is no plain path. */
function spell(node: CallNode, imported: ImportedValue): string {
  const names: string[] = [];
  let callee = unwrap(node.callee);
  while (callee.type === "MemberExpression") {
    names.unshift(memberName(callee) ?? "");
    callee = unwrap(callee.object);
  }
  if (callee.type === "Identifier") names.unshift(callee.name);
  else names.unshift(...(imported.path.length === 0 ? [imported.module] : []));
  return names.join(".");
}

/** Origins that make a client's configuration a matter of one request, or that nobody can rule out. */
const PER_REQUEST: readonly Origin[] = ["event", "context", "credentials", "iteration", "unknown"];

/** Methods that hand back the client they are called on, so that they chain with its construction. */
const FLUENT_METHODS = new Set(["connect", "on", "once", "initialize", "init"]);

/** Methods that change a client for good, or may be called on it only once. */
const SET_UP_METHODS = new Set([
  ...[
    "connect",
    "initialize",
    "init",
    "open",
    "start",
    "subscribe",
    "psubscribe",
    "setCredentials",
    "setHeader",
  ],
  ...["on", "once", "addListener", "prependListener", "$on", "$use", "appendKeys", "appendPersistentKeys"],
  ...["addPersistentLogAttributes", "addDimension", "addDimensions", "setDefaultDimensions"],
  // Slack's Bolt
  ...["action", "command", "event", "message", "shortcut", "view"],
]);
/** Words of what fetches a secret, or a part of the function's own configuration. */
const FETCHES_SETTINGS =
  /secret|param|ssm|config|setting|credential|key|token|password|vault|kms|decrypt|env/i;
/** Parts of a client (or of its package) through which these methods, and every assignment, change the client. */
const SET_UP_MEMBERS = new Set(["config", "defaults", "hooks", "interceptors", "middlewareStack"]);
const SET_UP_MEMBER_METHODS = /^(?:add\w*|on|set\w*|update|use)$/;

/** True for a call that hands back the client it is given, instrumented. */
function isCapture(call: TSESTree.CallExpression, { resolveImport }: Syntax): boolean {
  const callee = unwrap(call.callee);
  const name = callee.type === "MemberExpression" ? memberName(callee) : resolveImport(callee)?.path.at(-1);
  return name !== undefined && clientCaptures.has(name);
}

/** True when a branch depends on the expression itself: `if (!pool)`, `pool && …`, `pool === undefined ? …`. */
function isAsked(expression: TSESTree.Node): boolean {
  let node = expression;
  while (node.parent?.type === "UnaryExpression" || node.parent?.type === "BinaryExpression")
    node = node.parent;
  const { parent } = node;
  if (parent?.type === "LogicalExpression") return parent.left === node || isAsked(parent);
  return (parent?.type === "IfStatement" || parent?.type === "ConditionalExpression") && parent.test === node;
}

export interface ClientQuestions {
  /** Every origin that reaches the expression, or decides which of two values it is. */
  influencesOn(expression: TSESTree.Node): ReadonlySet<Origin>;
  isMemoised(node: TSESTree.Node): boolean;
  isInvocation(node: TSESTree.Node): boolean;
  outlivesInvocation(variable: Variable): boolean;
}

/** The found client with what the model knows of it; every answer is computed when it is asked for. */
export function describeClient(
  found: FoundClient,
  syntax: Syntax,
  questions: ClientQuestions,
): ClientCreation {
  return new DescribedClient(found, syntax, questions);
}

class DescribedClient implements ClientCreation {
  readonly node: CallNode;
  readonly name: string;
  readonly fact: ClientFact;
  readonly imported: ImportedValue;
  #setUpBy: readonly SetUp[] | undefined;

  constructor(
    found: FoundClient,
    private readonly syntax: Syntax,
    private readonly questions: ClientQuestions,
  ) {
    this.node = found.node;
    this.name = found.name;
    this.fact = found.fact;
    this.imported = found.imported;
  }

  get captured(): TSESTree.Expression {
    let captured: TSESTree.Expression = this.node;
    for (;;) {
      const argument: TSESTree.Node = wrapped(captured);
      const call: TSESTree.Node | undefined = argument.parent;
      if (call?.type !== "CallExpression" || call.arguments[0] !== argument) return captured;
      if (!isCapture(call, this.syntax)) return captured;
      captured = call;
    }
  }

  get isMemoised(): boolean {
    return this.questions.isMemoised(this.node) || this.isRenewed();
  }

  get dependsOnRequest(): boolean {
    return (
      this.node.arguments.some(
        (argument) =>
          this.hasOrigin(argument, PER_REQUEST) ||
          this.hasFetchedCredentials(argument) ||
          this.hasFetchedData(argument),
      ) ||
      this.setUpBy.some(({ values }) =>
        values.some((value) => this.hasOrigin(value, ["event", "context", "credentials"])),
      )
    );
  }

  get isMadeOfArguments(): boolean {
    const fn = enclosingFunction(this.node);
    return (
      this.setUpBy.length === 0 &&
      this.node.arguments.every((argument) => isMadeOfArguments(argument, fn, this.syntax.facts))
    );
  }

  get closedBy(): TSESTree.CallExpression | undefined {
    return this.syntax.facts.calls.find((call): call is TSESTree.CallExpression => {
      if (call.type !== "CallExpression") return false;
      const callee = unwrap(call.callee);
      return (
        callee.type === "MemberExpression" &&
        (this.closesAtPackage(callee) ||
          (this.fact.closeMethods.includes(memberName(callee) ?? "") && this.isClient(callee.object))) &&
        this.questions.isInvocation(call)
      );
    });
  }

  /** `mongoose.disconnect()`, `mongoose.connection.close()`: where the package itself keeps the one connection. */
  private closesAtPackage(callee: TSESTree.MemberExpression): boolean {
    if (this.fact.reusesFirst !== true) return false;
    const closing = this.syntax.resolveImport(callee);
    if (closing?.module !== this.imported.module) return false;
    const name = closing.path.at(-1) ?? "";
    return (
      this.fact.closeMethods.includes(name) || (name === "close" && closing.path.at(-2) === "connection")
    );
  }

  get setUpBy(): readonly SetUp[] {
    return (this.#setUpBy ??= [...this.setUpCalls(), ...this.setUpWrites()]);
  }

  /**
   * `new S3Client({ credentials: await assumeTenantRole() })`, `new S3Client(await assumeTenantRole())`: what is fetched for a
   * client of AWS expires.
   */
  private hasFetchedCredentials(config: TSESTree.Node): boolean {
    const { values } = this.syntax;
    if (!this.fact.category.startsWith("aws-sdk")) return false;
    const isFetched = (part: TSESTree.Node): boolean => this.fetchedBy(part) !== undefined;
    return (
      isFetched(config) ||
      values
        .membersOf(config, "credentials")
        .some(
          (credentials) => isFetched(credentials) || values.membersOf(credentials, undefined).some(isFetched),
        )
    );
  }

  /** `new WebClient(workspace.token)`: data is of one customer. A secret or a setting is the same for each request. */
  private hasFetchedData(argument: TSESTree.Node): boolean {
    const { facts, values } = this.syntax;
    return [argument, ...values.membersOf(argument, undefined)].some((part) => {
      const fetched = this.fetchedBy(part);
      return fetched !== undefined && !FETCHES_SETTINGS.test(facts.sourceCode.getText(fetched));
    });
  }

  /** What the file awaits to get the value, or what it is a part of. */
  private fetchedBy(expression: TSESTree.Node): TSESTree.Expression | undefined {
    const node = memberRoot(expression);
    if (node.type === "AwaitExpression") return node.argument;
    const awaiting = wrapped(node).parent;
    if (awaiting?.type === "AwaitExpression") return awaiting.argument;
    const definition = this.syntax.facts.variableOf(node)?.defs[0]?.node;
    const init =
      definition?.type === "VariableDeclarator" && definition.init ? unwrap(definition.init) : undefined;
    return init?.type === "AwaitExpression" ? init.argument : undefined;
  }

  /** `pool = new Pool(…)` in a function, where other code asks `if (!pool)`: it is kept, and made again on purpose. */
  private isRenewed(): boolean {
    let value = wrapped(this.captured);
    if (value.parent?.type === "AwaitExpression") value = wrapped(value.parent);
    const assignment = value.parent;
    if (assignment?.type !== "AssignmentExpression" || assignment.right !== value) return false;
    const variable = this.syntax.facts.variableOf(assignment.left);
    if (variable === undefined || !this.questions.outlivesInvocation(variable)) return false;
    return variable.references.some((reference) => reference.isRead() && isAsked(reference.identifier));
  }

  private setUpCalls(): SetUp[] {
    return this.syntax.facts.calls.flatMap((node) => {
      const callee = unwrap(node.callee);
      if (callee.type !== "MemberExpression" || node === this.node) return [];
      const name = memberName(callee) ?? "";
      const isSetUp = SET_UP_METHODS.has(name)
        ? this.fact.repeatableMethods?.includes(name) !== true && this.isClient(callee.object)
        : SET_UP_MEMBER_METHODS.test(name) && this.isPartOfClient(callee.object);
      return isSetUp ? [{ node, values: node.arguments }] : [];
    });
  }

  private setUpWrites(): SetUp[] {
    return this.syntax.facts.assignments.flatMap((node) => {
      if (node.type !== "AssignmentExpression" || node.left.type !== "MemberExpression") return [];
      const { object } = node.left;
      return this.isClient(object) || this.isPartOfClient(object) ? [{ node, values: [node.right] }] : [];
    });
  }

  /** `client.interceptors.request`, or `AWS.config` where `AWS` is what the client's class comes from. */
  private isPartOfClient(expression: TSESTree.Node): boolean {
    for (let node = unwrap(expression); node.type === "MemberExpression"; node = unwrap(node.object)) {
      if (!SET_UP_MEMBERS.has(memberName(node) ?? "")) continue;
      if (this.isClient(node.object)) return true;
      const imported = this.syntax.resolveImport(node.object);
      const isInFunction = enclosingFunction(node) !== undefined;
      if (isInFunction && imported?.path.length === 0 && imported.module === this.imported.module)
        return true;
    }
    return false;
  }

  /** True when the expression evaluates to this client. */
  private isClient(expression: TSESTree.Node): boolean {
    const { captured } = this;
    return this.syntax.values.valuesOf(expression).some((value) => {
      if (value === this.node || value === captured) return true;
      const callee = value.type === "CallExpression" ? unwrap(value.callee) : undefined;
      if (callee?.type !== "MemberExpression") return false;
      return FLUENT_METHODS.has(memberName(callee) ?? "") && this.isClient(callee.object);
    });
  }

  private hasOrigin(expression: TSESTree.Node, wanted: readonly Origin[]): boolean {
    const origins = this.questions.influencesOn(expression);
    return wanted.some((origin) => origins.has(origin));
  }
}
