import type { TSESTree } from "@typescript-eslint/utils";
import { handlerDecoratorFacts } from "../knowledge/wrappers.js";
import { contextType, eventTypes, handlerTypeModules, handlerTypes } from "../knowledge/handler-types.js";
import type { WrapperFact } from "../knowledge/wrapper-fact.js";
import {
  type FunctionNode,
  decoratorsOf,
  enclosingClass,
  implementedBy,
  isFunction,
  keyName,
  memberName,
  unwrap,
} from "../syntax/ast.js";
import type { SyntaxFacts } from "../syntax/facts.js";
import type { ImportedValue } from "../syntax/imports.js";
import type { Syntax } from "../syntax/syntax.js";
import { type ModuleExport, collectExports } from "./exports.js";
import { isForeignHandler, isYargsCommand } from "./foreign-handlers.js";
import { lambdaTypeName, parameterType } from "./lambda-types.js";
import type { Handler, HandlerEvidence } from "./model.js";
import { usesTellingModule } from "./telling-modules.js";
import { type Wrappers, createWrappers } from "./wrappers.js";

export interface HandlerOptions {
  readonly handlerNames: readonly string[];
  readonly wrappers: readonly WrapperFact[];
  /** True when the settings say that every function the file exports is a handler. */
  readonly isHandlerFile: boolean;
  /**
   * The exports that the configuration of a function names as its handler, a member of one with a dot. Finding them may
   * read templates, so it is asked last, for what the file does not tell by itself.
   */
  readonly configured: readonly string[];
}

export interface HandlerSearch {
  readonly handlers: readonly Handler[];
  /** Functions that are no handlers and still run for a request: they take a Lambda event, or they are an app's routes. */
  readonly requestFunctions: readonly FunctionNode[];
}

/** What a handler type says of the function that it annotates. */
interface AnnotatedHandler {
  readonly eventType: string | undefined;
  readonly isStreaming: boolean;
}

interface Found {
  node: FunctionNode | undefined;
  evidence: Set<HandlerEvidence>;
  /** The export by which Lambda calls it, as far as is known. */
  exported: ModuleExport | undefined;
  nameNode: TSESTree.Node;
  eventType: string | undefined;
  isStreaming: boolean;
  isDurable: boolean;
  reexportedFrom: string | undefined;
}

/** Finds the file's handlers: by types, by wrappers, by decorators, by the export's name. Never by a parameter's name. */
export function findHandlers(syntax: Syntax, options: HandlerOptions): HandlerSearch {
  const search = new Search(syntax, options);
  search.run();
  return search.result();
}

/** A look at the names of the imports and exports, before any walk: false for most files of a repository. */
export function mayHoldHandlers({ facts }: Syntax, options: HandlerOptions): boolean {
  return (
    options.isHandlerFile ||
    usesTellingModule(facts, options.wrappers) ||
    (facts.mayExport &&
      (collectExports(facts).some((entry) => isNamed(entry, options)) ||
        (collectExports(facts).some(mayBeHandler) && options.configured.length > 0)))
  );
}

const EVIDENCE_ORDER: readonly HandlerEvidence[] = [
  "configuration",
  "annotation",
  "wrapper",
  "decorator",
  "event-parameter",
  "settings",
  "export-name",
];

class Search {
  private readonly found = new Map<TSESTree.Node, Found>();
  private readonly requestFunctions = new Set<FunctionNode>();

  #wrappers: Wrappers | undefined;

  constructor(
    private readonly syntax: Syntax,
    private readonly options: HandlerOptions,
  ) {}

  private get wrappers(): Wrappers {
    return (this.#wrappers ??= createWrappers(this.syntax, this.options.wrappers));
  }

  run(): void {
    const { facts } = this.syntax;
    const exports = collectExports(facts);
    const isTold = facts.functions.length > 0 && usesTellingModule(facts, this.options.wrappers);
    const isTyped = isTold && importsHandlerTypes(facts);
    if (isTold) {
      this.findWrapped();
      if (isTyped) this.findAnnotated();
      this.findDecorated();
    }
    for (const entry of exports)
      if (
        this.found.size > 0 ||
        this.options.isHandlerFile ||
        isNamed(entry, this.options) ||
        this.isConfigured(entry)
      )
        this.addExport(entry, exports);
    if (isTyped) this.findEventParameters(exports);
  }

  result(): HandlerSearch {
    const handlers: Handler[] = [];
    for (const found of this.found.values()) {
      if (found.node !== undefined) this.requestFunctions.delete(found.node);
      handlers.push({
        node: found.node,
        nameNode: found.nameNode,
        exportName: found.exported?.name,
        evidence: EVIDENCE_ORDER.filter((kind) => found.evidence.has(kind)),
        eventType: found.eventType,
        isStreaming: found.isStreaming,
        isDurable: found.isDurable,
        reexportedFrom: found.reexportedFrom,
      });
    }
    return { handlers, requestFunctions: [...this.requestFunctions] };
  }

  private add(
    node: FunctionNode,
    evidence: HandlerEvidence,
    { entry: exported, ...more }: Partial<Found> & { readonly entry?: ModuleExport } = {},
  ): Found {
    let entry = this.found.get(node);
    if (entry === undefined) {
      entry = {
        node,
        nameNode: nameOf(node),
        evidence: new Set(),
        exported: undefined,
        eventType: undefined,
        isStreaming: false,
        isDurable: false,
        reexportedFrom: undefined,
      };
      this.found.set(node, entry);
    }
    entry.evidence.add(evidence);
    entry.eventType ??= more.eventType ?? this.eventTypeOf(node);
    entry.isStreaming ||= more.isStreaming ?? false;
    entry.isDurable ||= more.isDurable ?? false;
    if (more.nameNode !== undefined) entry.nameNode = more.nameNode;
    if (exported !== undefined) this.nameBy(exported, entry);
    return entry;
  }

  /**
   * Tests call the function by an export of its own, `lambdaHandler`, and Lambda by another: by the one that the
   * configuration names, or else by the one that is wrapped.
   */
  private nameBy(exported: ModuleExport, entry: Found): void {
    const known = entry.exported;
    if (known === exported || (known !== undefined && this.nameRank(exported) <= this.nameRank(known)))
      return;
    entry.exported = exported;
    entry.nameNode = exported.nameNode;
  }

  private nameRank(exported: ModuleExport): number {
    return this.isConfigured(exported) ? 2 : this.isMade(exported) ? 1 : 0;
  }

  private isMade({ value }: ModuleExport): boolean {
    return value !== undefined && this.syntax.values.valuesOf(value).some((made) => this.isMadeValue(made));
  }

  // ── wrappers ────────────────────────────────────────────────────────────────────────────────────────────────────

  private findWrapped(): void {
    if (!this.wrappers.isAnyApplied) return;
    for (const call of this.syntax.facts.calls) {
      if (call.type !== "CallExpression") continue;
      const wrapper = this.wrappers.wrapperOf(call);
      if (wrapper === undefined) continue;
      const argument = call.arguments[wrapper.argument];
      if (argument === undefined) continue;
      if (wrapper.kind === "app") {
        this.addRoutes(argument);
        continue;
      }
      if (wrapper.kind === "maker")
        for (const maker of this.syntax.values.functionsOf(argument)) this.requestFunctions.add(maker);
      for (const fn of this.wrappers.functionsIn(argument, wrapper)) {
        this.add(fn, "wrapper", {
          isStreaming: wrapper.effect === "streaming",
          isDurable: wrapper.effect === "durable",
        });
      }
    }
  }

  /** `serverless(app)`: functions registered on the app run per invocation, and those in a list of routes. */
  private addRoutes(app: TSESTree.Node): void {
    const { facts, values } = this.syntax;
    const apps = new Set(values.valuesOf(app));
    for (const list of apps) {
      if (list.type !== "ArrayExpression") continue;
      for (const route of list.elements) {
        if (route?.type !== "ObjectExpression") continue;
        for (const property of route.properties)
          if (property.type === "Property")
            for (const fn of values.functionsOf(property.value)) this.requestFunctions.add(fn);
      }
    }
    for (const call of facts.calls) {
      const callee = unwrap(call.callee);
      if (
        callee.type !== "MemberExpression" ||
        !values.valuesOf(callee.object).some((value) => apps.has(value))
      )
        continue;
      for (const argument of call.arguments)
        for (const fn of values.functionsOf(argument)) this.requestFunctions.add(fn);
    }
  }

  // ── types ───────────────────────────────────────────────────────────────────────────────────────────────────────

  private findAnnotated(): void {
    const { facts, values } = this.syntax;
    for (const fn of facts.functions) {
      const eventType = this.handlerTypeAround(fn);
      if (eventType !== undefined) this.add(fn, "annotation", eventType);
      this.addMade(fn);
    }
    for (const statement of facts.program.body) {
      const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
      if (declaration?.type !== "VariableDeclaration") continue;
      for (const { id, init } of declaration.declarations) {
        const type =
          id.type === "Identifier" ? this.handlerType(id.typeAnnotation?.typeAnnotation) : undefined;
        if (type === undefined || init === null) continue;
        const functions = this.wrappers.functionsThrough(init);
        for (const fn of functions.length > 0 ? functions : values.functionsOf(init))
          this.add(fn, "annotation", type);
      }
    }
  }

  /** `const createHandler = (deps: Deps): SQSHandler => async (event) => …`, and getters of that type. */
  private addMade(fn: FunctionNode): void {
    const type = this.handlerType(fn.returnType?.typeAnnotation);
    if (type === undefined) return;
    for (const returned of this.syntax.facts.returnsOf(fn))
      for (const made of this.wrappers.functionsThrough(returned)) this.add(made, "annotation", type);
  }

  /** The handler type that annotates the function expression where it stands. */
  private handlerTypeAround(fn: FunctionNode): AnnotatedHandler | undefined {
    let node: TSESTree.Node = fn;
    for (let parent = fn.parent; ; node = parent, parent = parent.parent) {
      switch (parent.type) {
        case "TSSatisfiesExpression":
        case "TSAsExpression": {
          const type = this.handlerType(parent.typeAnnotation);
          if (type !== undefined) return type;
          break;
        }
        case "TSNonNullExpression":
          break;
        case "PropertyDefinition":
          return parent.value === node ? this.handlerType(parent.typeAnnotation?.typeAnnotation) : undefined;
        default:
          return undefined;
      }
    }
  }

  private handlerType(type: TSESTree.TypeNode | undefined): AnnotatedHandler | undefined {
    if (type?.type !== "TSTypeReference") return undefined;
    const imported = this.syntax.resolveImport(type.typeName);
    const name = imported?.path[0];
    if (imported === undefined || name === undefined || !handlerTypeModules.has(imported.module))
      return undefined;
    const known = handlerTypes.get(name);
    if (known === undefined) return undefined;
    const [argument] = type.typeArguments?.params ?? [];
    return {
      eventType: known.eventType ?? (argument && this.lambdaType(argument)),
      isStreaming: known.isStreaming === true,
    };
  }

  private lambdaType(type: TSESTree.TypeNode): string | undefined {
    return lambdaTypeName(type, this.syntax);
  }

  private eventTypeOf(fn: FunctionNode): string | undefined {
    const type = parameterType(fn.params[0]);
    const name = type && this.lambdaType(type);
    return name !== undefined && eventTypes.has(name) ? name : undefined;
  }

  private findEventParameters(exports: readonly ModuleExport[]): void {
    let exported: ReadonlyMap<FunctionNode, ModuleExport> | undefined;
    for (const fn of this.syntax.facts.functions) {
      const takesEvent = fn.params.some((parameter) => {
        const type = parameterType(parameter);
        const name = type && this.lambdaType(type);
        return name !== undefined && (eventTypes.has(name) || name === contextType);
      });
      if (!takesEvent) continue;
      exported ??= this.exportedFunctions(exports);
      const entry = exported.get(fn);
      if (entry !== undefined && this.eventTypeOf(fn) !== undefined && this.hasHandlerSignature(fn))
        this.add(fn, "event-parameter", { entry });
      else this.requestFunctions.add(fn);
    }
  }

  private exportedFunctions(exports: readonly ModuleExport[]): ReadonlyMap<FunctionNode, ModuleExport> {
    const exported = new Map<FunctionNode, ModuleExport>();
    for (const entry of exports) {
      if (entry.value === undefined) continue;
      for (const fn of this.wrappers.functionsThrough(entry.value)) exported.set(fn, entry);
    }
    return exported;
  }

  /** `(event: SQSEvent, context: Context)`, or a function of an event that returns one of Lambda's result types. */
  private hasHandlerSignature(fn: FunctionNode): boolean {
    const second = parameterType(fn.params[1]);
    if (second !== undefined) return this.lambdaType(second) === contextType;
    if (fn.params.length > 1) return false;
    const returned = fn.returnType?.typeAnnotation;
    if (returned?.type !== "TSTypeReference" || returned.typeName.type !== "Identifier") return false;
    if (returned.typeName.name !== "Promise") return false;
    const [result] = returned.typeArguments?.params ?? [];
    return result !== undefined && this.lambdaType(result) !== undefined;
  }

  // ── decorators ──────────────────────────────────────────────────────────────────────────────────────────────────

  private findDecorated(): void {
    const { facts } = this.syntax;
    for (const fn of facts.functions) {
      const method = fn.parent;
      if (method.type !== "MethodDefinition") continue;
      if (decoratorsOf(method).some((decorator) => this.isHandlerDecorator(decorator.expression)))
        this.add(fn, "decorator", { nameNode: method.key });
      else if (keyName(method) === "handler" && !method.static && this.implementsLambdaInterface(fn))
        this.add(fn, "annotation", { nameNode: method.key });
    }
  }

  private isHandlerDecorator(expression: TSESTree.Expression): boolean {
    const callee = unwrap(expression.type === "CallExpression" ? expression.callee : expression);
    const imported = this.syntax.resolveImport(callee);
    if (imported !== undefined) return handlerDecoratorFacts.some((fact) => matchesDecorator(imported, fact));
    if (callee.type !== "MemberExpression") return false;
    const method = memberName(callee);
    return this.syntax.values.valuesOf(callee.object).some((value) => {
      const made = value.type === "NewExpression" ? this.syntax.resolveImport(value.callee) : undefined;
      return made !== undefined && handlerDecoratorFacts.some((fact) => matchesDecorator(made, fact, method));
    });
  }

  private implementsLambdaInterface(fn: FunctionNode): boolean {
    const cls = enclosingClass(fn);
    return (cls === undefined ? [] : implementedBy(cls)).some(({ expression }) => {
      const imported = this.syntax.resolveImport(expression);
      return (
        imported !== undefined &&
        imported.module.startsWith("@aws-lambda-powertools/commons") &&
        imported.path[0] === "LambdaInterface"
      );
    });
  }

  // ── exports ─────────────────────────────────────────────────────────────────────────────────────────────────────

  private addExport(entry: ModuleExport, exports: readonly ModuleExport[]): void {
    const { value } = entry;
    const functions = value === undefined ? [] : this.wrappers.functionsThrough(value);
    for (const fn of functions) {
      const known = this.found.get(fn);
      if (known !== undefined) this.nameBy(entry, known);
    }
    if (this.options.isHandlerFile) for (const fn of functions) this.add(fn, "settings", { entry });
    else if (isNamed(entry, this.options) && !isYargsCommand(exports) && this.addNamed(entry, functions))
      return;
    if (functions.length > 0 && functions.every((fn) => this.found.has(fn))) return;
    if (this.isConfigured(entry)) this.addConfigured(entry, functions);
  }

  /** False where nothing of a handler is seen in an export of a handler's name. */
  private addNamed(entry: ModuleExport, functions: readonly FunctionNode[]): boolean {
    const { value, reexportedFrom } = entry;
    if (reexportedFrom !== undefined) return this.addUnseen(entry, "export-name");
    if (value === undefined) return false;
    if (this.isWrappedApp(value)) return this.addUnseen(entry, "wrapper");
    const targets = functions.length > 0 ? functions : this.functionsInUnknownWrapper(value);
    const own = targets.filter((fn) => !isForeignHandler(fn, this.syntax));
    for (const fn of own) this.add(fn, "export-name", { entry });
    if (targets.length > 0) return own.length > 0;
    // `import { handler } from "./impl"; export { handler };`
    const isImported = this.syntax.resolveImport(value)?.isTypeOnly === false;
    return isImported && this.addUnseen(entry, "export-name");
  }

  private addConfigured(entry: ModuleExport, functions: readonly FunctionNode[]): void {
    const targets =
      functions.length > 0 || entry.value === undefined
        ? functions
        : this.functionsInUnknownWrapper(entry.value, true);
    for (const fn of targets) this.add(fn, "configuration", { entry });
    if (targets.length === 0) this.addUnseen(entry, "configuration");
  }

  /** A handler whose function is in another file, or is made by code that cannot be followed. */
  private addUnseen(entry: ModuleExport, evidence: HandlerEvidence): boolean {
    const { name, value, nameNode } = entry;
    const from = entry.reexportedFrom ?? (value && this.syntax.resolveImport(value)?.module);
    if (!this.isMade(entry) && from === undefined) return false;
    const isKnown = [...this.found.values()].some(({ exported }) => exported?.name === name);
    if (isKnown) return true;
    this.found.set(nameNode, {
      node: undefined,
      nameNode,
      evidence: new Set([evidence]),
      exported: entry,
      eventType: undefined,
      isStreaming: false,
      isDurable: false,
      reexportedFrom: from,
    });
    return true;
  }

  /** What a call gives, or a member of an instance whose class is in another file: `new OrdersHandler(service).handler`. */
  private isMadeValue(value: TSESTree.Node): boolean {
    if (value.type !== "MemberExpression") return isCall(value);
    return this.syntax.values.valuesOf(value.object).some(({ type }) => type === "NewExpression");
  }

  private isConfigured(exported: ModuleExport): boolean {
    return (
      mayBeHandler(exported) &&
      this.options.configured.some(
        (configured) => configured === exported.name || configured === `default.${exported.name}`,
      )
    );
  }

  /** `serverless(app)`, also inside a wrapper that nobody told us of: `instrumented().handler(serverless(app))`. */
  private isWrappedApp(value: TSESTree.Node, depth = 0): boolean {
    if (!this.wrappers.isAnyApplied) return false;
    return this.syntax.values
      .valuesOf(value)
      .filter(isCall)
      .some(
        (node) =>
          this.wrappers.wrapperOf(node)?.kind === "app" ||
          (depth < MAX_WRAPPERS && node.arguments.some((argument) => this.isWrappedApp(argument, depth + 1))),
      );
  }

  /**
   * `export const handler = instrument(async (event) => …)`: a wrapper nobody told us of. Its one async function with a
   * parameter is what Lambda's event goes to; or the one that its one function gives, `withDeps((deps) => async (event) => …)`.
   *
   * @param isConfigured the export is known to be a handler: its one argument may then be the name of a function without a
   * parameter, `middyfy(listOrders)`
   */
  private functionsInUnknownWrapper(value: TSESTree.Node, isConfigured = false): readonly FunctionNode[] {
    return this.syntax.values.valuesOf(value).flatMap((node) => {
      if (node.type !== "CallExpression" || this.wrappers.wrapperOf(node) !== undefined) return [];
      const candidates = node.arguments.flatMap((argument) => this.wrappers.functionsThrough(argument));
      const [only] = candidates;
      if (only === undefined || candidates.length > 1) return [];
      const isWholeArgument = isConfigured && node.arguments.length === 1;
      if (takesEvent(only) || (isWholeArgument && only.async && node.arguments[0]?.type === "Identifier"))
        return [only];
      const made = only.async
        ? []
        : this.syntax.facts.returnsOf(only).flatMap((returned) => this.wrappers.functionsThrough(returned));
      return made.length === 1 ? made.filter(takesEvent) : [];
    });
  }
}

/** What is exported and is no handler, whatever its name: no configuration is looked for because of it. */
const NO_FUNCTIONS: ReadonlySet<string> = new Set<`${TSESTree.AST_NODE_TYPES}`>([
  "ArrayExpression",
  "ClassDeclaration",
  "ClassExpression",
  "Literal",
  "ObjectExpression",
  "TemplateLiteral",
]);

function takesEvent(fn: FunctionNode): boolean {
  return fn.async && fn.params.length > 0;
}

/** How many wrappers around an app are looked through. */
const MAX_WRAPPERS = 3;

function isCall(node: TSESTree.Node): node is TSESTree.CallExpression {
  return node.type === "CallExpression";
}

/** True when a type of `@types/aws-lambda` can stand in the file. */
function importsHandlerTypes({ specifiers }: SyntaxFacts): boolean {
  for (const specifier of specifiers) if (handlerTypeModules.has(specifier)) return true;
  return false;
}

function mayBeHandler({ value }: ModuleExport): boolean {
  return value === undefined || !NO_FUNCTIONS.has(value.type);
}

export function isNamed({ name, value }: ModuleExport, { handlerNames }: HandlerOptions): boolean {
  return handlerNames.includes(name) || (name === "default" && isNamedHandler(value, handlerNames));
}

/** `export default handler`, `export default async function handler(event) {}` */
function isNamedHandler(value: TSESTree.Node | undefined, handlerNames: readonly string[]): boolean {
  if (value === undefined) return false;
  const node = unwrap(value);
  if (node.type === "Identifier") return handlerNames.includes(node.name);
  return isFunction(node) && node.id !== null && handlerNames.includes(node.id.name);
}

function matchesDecorator(
  imported: ImportedValue,
  fact: (typeof handlerDecoratorFacts)[number],
  method?: string,
): boolean {
  return fact.module === imported.module && fact.export === imported.path.join(".") && fact.method === method;
}

export function nameOf(fn: FunctionNode): TSESTree.Node {
  if (fn.id) return fn.id;
  const parent = fn.parent;
  if (parent.type === "VariableDeclarator") return parent.id;
  if (
    parent.type === "Property" ||
    parent.type === "MethodDefinition" ||
    parent.type === "PropertyDefinition"
  )
    return parent.key;
  return fn;
}
