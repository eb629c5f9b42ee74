import type { TSESTree } from "@typescript-eslint/utils";
import {
  type ClassNode,
  type CodeUnit,
  type FunctionNode,
  isAccessor,
  isClass,
  isFunction,
  keyName,
  membersOfNamespace,
  constructorOf,
} from "../../syntax/ast.js";
import {
  type ExportKey,
  type ExportPath,
  INSTANCE,
  RESULT,
  ROUTE,
  keyOf,
  pathOfExport,
} from "../../syntax/export-paths.js";
import { append } from "../../syntax/append.js";
import { classLineOf } from "../../syntax/class-line.js";
import { oncePer } from "../../syntax/once-per.js";
import type { Syntax } from "../../syntax/syntax.js";
import { collectPropertyWrites } from "../../syntax/property-writes.js";
import { collectExports } from "./exports.js";
import type { Wrappers } from "./wrappers.js";
import { collectRoutes, makesApp, mayHoldApps } from "./request-functions.js";
import { functionsWrappedIn } from "./route-parts.js";

/** The code that other files can run, by the path that leads to it from an export. */
export type ExportedCode = ReadonlyMap<ExportKey, readonly CodeUnit[]>;

export interface ReachableCode {
  readonly byKey: ExportedCode;
  /** Functions that run at the first call of what a wrapper made of them, and not again. */
  readonly memoised: ReadonlySet<CodeUnit>;
}

/** Objects in objects, results of results: deeper there is nothing that code calls by a path. */
const MAX_DEPTH = 4;

/** A class of the file, by the path that leads from an export to an instance of it. */
export interface ExportedInstance {
  readonly path: ExportPath;
  readonly cls: ClassNode;
}

/** The instances that other files get: `Store.new()` of an exported class, `createStore.()`, `store`. */
export const collectExportedInstances = oncePer((syntax: Syntax): readonly ExportedInstance[] => {
  const collector = new Collector(syntax);
  collector.run();
  return collector.instances;
});

/**
 * The functions that a file exports: by themselves, as members of objects and classes, as methods of instances, and in
 * what exported functions return. Computed once for each file.
 */
export const collectExportedCode = oncePer((syntax: Syntax): ExportedCode => new Collector(syntax).run());

/**
 * The same with what the project's own wrappers were given, where the file exports what they make:
 * `export const save = withRetry(async () => …)`.
 */
export function collectReachableCode(syntax: Syntax, wrappers: Wrappers): ReachableCode {
  const collector = new Collector(syntax, wrappers);
  return { byKey: collector.run(), memoised: collector.memoised };
}

const collectExportedUnits = oncePer(
  (syntax: Syntax): ReadonlySet<CodeUnit> => new Set([...collectExportedCode(syntax).values()].flat()),
);

/** True when other files can run the code through an export. */
export function isExportedCode(unit: CodeUnit, syntax: Syntax): boolean {
  return collectExportedUnits(syntax).has(unit) && !isPrivate(unit);
}

/** A method that nothing but its class calls: `private read()`, `#read()`. */
function isPrivate({ parent }: CodeUnit): boolean {
  if (parent?.type !== "MethodDefinition") return false;
  return parent.accessibility === "private" || parent.key.type === "PrivateIdentifier";
}

/** The paths by which other files can run the code. */
export function keysOfExported(unit: CodeUnit, syntax: Syntax): readonly ExportKey[] {
  return [...collectExportedCode(syntax)].flatMap(([key, units]) => (units.includes(unit) ? [key] : []));
}

/** A name, and what a call of it gives: `createHandler.()`. */
const NAMED_KEY = /^\w*(?:\.?\(\))?$/;

/** True for a function that an export names, or gives: what other files make a handler is one of these, or a method. */
export function isExportedFunction(fn: FunctionNode, syntax: Syntax): boolean {
  return [...collectExportedCode(syntax)].some(([key, units]) => NAMED_KEY.test(key) && units.includes(fn));
}

/** A method of an instance: `Orders.new().create`, and without the name for a default export. */
const METHOD_KEY = /^(?:\w+\.)?new\(\)\.\w+$/;

/** True for a method that other files can call of an instance of a class. */
export function isExportedMethod(fn: FunctionNode, syntax: Syntax): boolean {
  if (fn.parent.type !== "MethodDefinition" && fn.parent.type !== "PropertyDefinition") return false;
  return [...collectExportedCode(syntax)].some(([key, units]) => METHOD_KEY.test(key) && units.includes(fn));
}

type Member = TSESTree.MethodDefinition | TSESTree.PropertyDefinition | TSESTree.AccessorProperty;

class Collector {
  readonly instances: ExportedInstance[] = [];
  readonly memoised = new Set<CodeUnit>();
  private readonly code = new Map<ExportKey, CodeUnit[]>();
  private readonly open = new Set<TSESTree.Node>();
  /** The paths by which a value was reached: many ways may lead to it by one path. */
  private readonly reached = new Map<TSESTree.Node, Set<ExportKey>>();
  private readonly mayHoldApps: boolean;

  constructor(
    private readonly syntax: Syntax,
    private readonly wrappers?: Wrappers,
  ) {
    this.mayHoldApps = mayHoldApps(syntax);
  }

  run(): ExportedCode {
    for (const { name, value } of collectExports(this.syntax.facts))
      if (value !== undefined) this.addExpression(value, pathOfExport(name));
    return this.code;
  }

  private addExpression(expression: TSESTree.Node, path: ExportPath): void {
    if (path.length > MAX_DEPTH) return;
    const { facts, values } = this.syntax;
    for (const value of values.valuesOf(expression)) this.addValue(value, path);
    // `const service = {}; service.save = async () => {};`
    const variable = facts.variableOf(expression);
    if (variable === undefined) return;
    for (const { name, value } of collectPropertyWrites(facts).byVariable.get(variable) ?? [])
      if (name !== undefined) this.addExpression(value, [...path, name]);
  }

  private addValue(value: TSESTree.Node, path: ExportPath): void {
    if (this.open.has(value) || !this.reachesAnew(value, path)) return;
    this.open.add(value);
    if (isFunction(value)) {
      this.add(value, path);
      this.addRoutes(value, path);
      this.addPrototype(value, [...path, INSTANCE]);
      for (const returned of this.syntax.facts.returnsOf(value))
        this.addExpression(returned, [...path, RESULT]);
    } else if (isClass(value)) this.addClass(value, path);
    else if (value.type === "ObjectExpression") this.addObject(value, path);
    else if (value.type === "TSModuleDeclaration")
      for (const member of membersOfNamespace(value))
        this.addExpression(member.value, [...path, member.name]);
    else if (value.type === "NewExpression" || value.type === "CallExpression") {
      const cls = value.type === "NewExpression" ? this.syntax.values.classOf(value.callee) : undefined;
      if (cls !== undefined) this.addInstance(cls, path);
      else {
        this.addRoutes(value, path);
        if (value.type === "NewExpression")
          for (const fn of this.syntax.values.functionsOf(value.callee)) this.addPrototype(fn, path);
        for (const fn of functionsWrappedIn(value, this.syntax)) this.add(fn, path);
        for (const part of this.wrappers?.partsGivenIn(value) ?? [])
          for (const fn of this.wrappers?.functionsOfPart(part) ?? []) {
            this.add(fn, path);
            if (!part.isRepeated) this.memoised.add(fn);
          }
      }
    }
    this.open.delete(value);
  }

  private reachesAnew(value: TSESTree.Node, path: ExportPath): boolean {
    const paths = this.reached.get(value) ?? new Set();
    this.reached.set(value, paths);
    const { size } = paths;
    return paths.add(keyOf(path)).size > size;
  }

  /** What an app or a router has for requests, or a function gives to the one that it sets up. */
  private addRoutes(app: TSESTree.Node, path: ExportPath): void {
    if (!this.mayHoldApps && !makesApp(app, this.wrappers)) return;
    for (const fn of collectRoutes(app, this.syntax, this.wrappers)) this.add(fn, [...path, ROUTE]);
  }

  private addObject(object: TSESTree.ObjectExpression, path: ExportPath): void {
    for (const property of object.properties) {
      const name = property.type === "Property" ? keyName(property) : undefined;
      if (property.type === "SpreadElement") this.addExpression(property.argument, path);
      else if (name !== undefined) this.addMember(property, property.value, [...path, name]);
    }
  }

  private addClass(cls: ClassNode, path: ExportPath): void {
    this.addRoutes(cls, path);
    for (const member of membersOf(cls, true)) this.addClassMember(member, path);
    const instance = [...path, INSTANCE];
    this.addConstruction(cls, instance);
    this.addInstance(cls, instance);
  }

  /** What `new` runs: the fields, and the nearest constructor. */
  private addConstruction(cls: ClassNode, path: ExportPath): void {
    for (const current of classLineOf(cls, this.syntax.values)) {
      for (const member of membersOf(current, false))
        if (member.type !== "MethodDefinition" && member.value !== null) this.add(member, path);
      const constructor = constructorOf(current);
      if (constructor !== undefined) {
        this.add(constructor, path);
        return;
      }
    }
  }

  /** The methods of an instance; of those with one name the class has its own, or that of its nearest parent. */
  private addInstance(cls: ClassNode, path: ExportPath): void {
    this.instances.push({ path, cls });
    const names = new Set<string | undefined>(["constructor"]);
    for (const current of classLineOf(cls, this.syntax.values)) {
      const own = membersOf(current, false).filter((member) => !names.has(keyName(member)));
      for (const member of own) this.addClassMember(member, path);
      // `this.app = express()`, of a field that is declared without a value, or not at all.
      for (const { name, value } of collectPropertyWrites(this.syntax.facts).byClass.get(current) ?? [])
        if (name !== undefined) this.addExpression(value, [...path, name]);
      for (const member of own) names.add(keyName(member));
    }
  }

  /** The methods of what a function makes: `Store.prototype.save = async () => {}` */
  private addPrototype(fn: FunctionNode, path: ExportPath): void {
    for (const { name, value } of collectPropertyWrites(this.syntax.facts).byConstructor.get(fn) ?? [])
      if (name !== undefined) this.addExpression(value, [...path, name]);
  }

  private addClassMember(member: Member, path: ExportPath): void {
    const name = keyName(member);
    if (name !== undefined && member.value !== null) this.addMember(member, member.value, [...path, name]);
  }

  private addMember(member: Member | TSESTree.Property, value: TSESTree.Node, path: ExportPath): void {
    this.addExpression(value, path);
    // `get handler() { return async (event) => {}; }`: whoever reads the member has the function.
    if (isFunction(value) && isAccessor(member) && member.kind === "get")
      for (const returned of this.syntax.facts.returnsOf(value)) this.addExpression(returned, path);
  }

  private add(unit: CodeUnit, path: ExportPath): void {
    append(this.code, keyOf(path), unit);
  }
}

function membersOf(cls: ClassNode, isStatic: boolean): readonly Member[] {
  return cls.body.body.filter(
    (member): member is Member =>
      (member.type === "MethodDefinition" ||
        member.type === "PropertyDefinition" ||
        member.type === "AccessorProperty") &&
      member.static === isStatic,
  );
}
