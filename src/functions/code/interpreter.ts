import type { TSESTree } from "@typescript-eslint/utils";
import path from "node:path";
import { type FunctionNode, isFunction, keyName, constructorOf } from "../../syntax/ast.js";
import { BranchWrites } from "./branch-writes.js";
import type { CodeModule } from "./code-module.js";
import {
  type Cell,
  type ClassValue,
  type CodeValue,
  type Frame,
  type FunctionValue,
  type InstanceValue,
  type Site,
  choose,
  opaque,
  scalar,
} from "./code-value.js";
import { declaredAs } from "./declared-values.js";
import { evaluateExpression } from "./expressions.js";
import { createFrame } from "./frame.js";
import {
  type Activation,
  type CodeFiles,
  type CodeLog,
  type Completion,
  type Machine,
  siteOf,
} from "./machine.js";
import { memberOf } from "./members.js";
import { Modules } from "./modules.js";
import { bindPattern } from "./patterns.js";
import { executeStatements } from "./statements.js";
import { isUsed, nameOfFunction, namesOfCalled, usedNames } from "./used-classes.js";

/** Bounds of one reading, far beyond what infrastructure code needs: what lies beyond is unknown. */
const MAX_STEPS = 400_000;
const MAX_CALLS_DEEP = 40;
const MAX_RECURSION = 3;
const MAX_EXPRESSIONS_DEEP = 400;
const MAX_ROUNDS = 12;

/**
 * Reads infrastructure code as it would run, without running it: variables, functions, classes and the modules of the
 * project are followed, calls into packages are written down, and what is not known stays unknown. Of a condition that is
 * not known every branch is read. Classes and functions that nothing calls are read with arguments that are not known.
 */
export function interpret(roots: readonly CodeModule[], files: CodeFiles): Interpretation {
  const interpreter = new Interpreter(files);
  for (const root of roots) interpreter.modules.frameOf(root);
  interpreter.runUncalled();
  return {
    log: interpreter.log,
    defaultExportOf: (module) =>
      interpreter.exportOf(module, "default", { module, node: module.sourceCode.ast }),
    call: (fn, args) => interpreter.invoke(fn, args),
  };
}

export interface Interpretation {
  readonly log: CodeLog;
  /** What a module exports as a whole: `export default`, `module.exports`, `export =`. */
  defaultExportOf(module: CodeModule): CodeValue;
  /** Runs a function of the code that a framework would call later. What it changes of objects that it is given shows in them. */
  readonly call: (fn: FunctionValue, args: readonly CodeValue[]) => CodeValue;
}

class Interpreter implements Machine {
  readonly modules = new Modules(this);
  readonly log: CodeLog = {
    instances: [],
    results: [],
    assigned: [],
    methodsOfUnknown: new Set(),
    isComplete: true,
  };
  readonly #functions = new Map<FunctionNode, FunctionValue>();
  readonly #classes = new Map<ClassValue["node"], ClassValue>();
  readonly #called = new Set<TSESTree.Node>();
  /** What functions gave that no code calls. */
  readonly #answers = new Map<FunctionNode, CodeValue>();
  readonly #instanceOf = new Map<ClassValue["node"], InstanceValue>();
  readonly #writes = new BranchWrites();
  readonly #active: FunctionNode[] = [];
  #steps = 0;
  #depth = 0;

  constructor(readonly files: CodeFiles) {}

  // ── modules ─────────────────────────────────────────────────────────────────────────────────────────────────────

  exportOf(module: CodeModule, name: string | undefined, site: Site): CodeValue {
    return this.modules.exportOf(module, name, site);
  }

  resolveFile(specifier: CodeValue | undefined, site: Site): CodeValue {
    return specifier?.kind === "scalar" &&
      typeof specifier.value === "string" &&
      specifier.value.startsWith(".")
      ? scalar(path.resolve(path.dirname(site.module.file), specifier.value), site)
      : opaque(site);
  }

  // ── what nobody calls ───────────────────────────────────────────────────────────────────────────────────────────

  runUncalled(): void {
    let isIdle = false;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const classes = this.#runClasses(isIdle);
      this.#runMethods();
      const functions = this.#runFunctions(isIdle);
      const isDone = classes + functions === 0;
      if (isDone && isIdle) return;
      isIdle = isDone;
    }
  }

  /**
   * Runs constructors that nothing has run, and says of how many. Those of classes that some code makes come when that code
   * has run, which gives them arguments that are known.
   *
   * @param isAll whether no other code is left
   */
  #runClasses(isAll: boolean): number {
    const used = isAll ? [] : usedNames(this.modules.all(), this.files);
    // Subclasses first: they run the constructors of their parents.
    const classes = [...this.#classes.values()]
      .reverse()
      .filter((cls) => !this.#called.has(cls.node) && !isUsed(cls, used));
    for (const value of classes)
      if (!this.#called.has(value.node))
        this.construct(value, unknownArguments(constructorOf(value.node), value.site), value.site);
    return classes.length;
  }

  /** The same for functions: those that other code names in a call get their arguments of it. */
  #runFunctions(isAll: boolean): number {
    const named = isAll ? new Set() : namesOfCalled(this.modules.all());
    const functions = [...this.#functions.values()].filter(
      ({ node }) => !this.#called.has(node) && !named.has(nameOfFunction(node)),
    );
    for (const fn of functions) if (!this.#called.has(fn.node)) this.#runUnknown(fn);
    return functions.length;
  }

  #runMethods(): void {
    for (const instance of this.#instanceOf.values())
      for (const cls of instance.classes)
        for (const member of cls.node.body.body)
          if (
            member.type === "MethodDefinition" &&
            isFunction(member.value) &&
            !this.#called.has(member.value) &&
            member.kind !== "constructor"
          )
            this.#runUnknown(
              this.defineFunction(member.value, cls.frame, cls, member.static ? cls : instance),
            );
  }

  #runUnknown(fn: FunctionValue): void {
    // Another one may have asked for the answer.
    if (this.#answers.has(fn.node)) return;
    this.#answers.set(fn.node, this.invoke(fn, unknownArguments(fn.node, fn.site)));
  }

  answerOf(fn: FunctionValue): CodeValue | undefined {
    if (!this.#called.has(fn.node)) this.#runUnknown(fn);
    return this.#answers.get(fn.node);
  }

  // ── values ──────────────────────────────────────────────────────────────────────────────────────────────────────

  evaluate(node: TSESTree.Node, frame: Frame): CodeValue {
    if (++this.#steps > MAX_STEPS || this.#depth >= MAX_EXPRESSIONS_DEEP) {
      this.log.isComplete = false;
      return opaque(siteOf(node, frame));
    }
    this.#depth++;
    const value = evaluateExpression(node, frame, this);
    this.#depth--;
    return value;
  }

  execute(statements: readonly TSESTree.Statement[], activation: Activation): Completion {
    return executeStatements(statements, activation, this);
  }

  bind(pattern: TSESTree.Node, value: CodeValue, frame: Frame, mode: "declare" | "assign"): void {
    if (mode === "assign" && this.modules.assign(pattern, value, frame)) return;
    bindPattern(pattern, value, frame, mode, this);
  }

  memberOf(value: CodeValue, name: string, site: Site): CodeValue {
    return memberOf(value, name, site, this);
  }

  // ── functions and classes ───────────────────────────────────────────────────────────────────────────────────────

  defineFunction(node: FunctionNode, frame: Frame, home?: ClassValue, self?: CodeValue): FunctionValue {
    const fn: FunctionValue = { kind: "function", node, frame, self, home, site: siteOf(node, frame) };
    if (!this.#functions.has(node)) this.#functions.set(node, fn);
    return fn;
  }

  invoke(fn: FunctionValue, args: readonly CodeValue[], self?: CodeValue): CodeValue {
    const { node } = fn;
    this.#called.add(node);
    const isDeep =
      this.#active.length >= MAX_CALLS_DEEP ||
      this.#active.filter((active) => active === node).length >= MAX_RECURSION;
    if (isDeep) return opaque(fn.site);
    this.#active.push(node);
    const own = node.type === "ArrowFunctionExpression" ? fn.self : (self ?? fn.self);
    const frame = createFrame(fn.frame.module, fn.frame, own, fn.home);
    this.#bindParameters(node, args, frame);
    const value = this.#runBody(node, frame, fn.site);
    this.#active.pop();
    return value;
  }

  #runBody({ body }: FunctionNode, frame: Frame, site: Site): CodeValue {
    if (body.type !== "BlockStatement") return this.evaluate(body, frame);
    const activation: Activation = { frame, returns: [] };
    const completion = this.execute(body.body, activation);
    if (completion === "normal") activation.returns.push(scalar(undefined, site));
    return choose(activation.returns, site);
  }

  #bindParameters({ params }: FunctionNode, args: readonly CodeValue[], frame: Frame): void {
    params.forEach((parameter, index) => {
      const site = siteOf(parameter, frame);
      const value: CodeValue =
        parameter.type === "RestElement"
          ? { kind: "list", items: args.slice(index), isOpen: false, site }
          : (args[index] ?? scalar(undefined, site));
      this.bind(parameter, declaredAs(parameter, value, frame.module), frame, "declare");
    });
  }

  defineClass(node: ClassValue["node"], frame: Frame): ClassValue {
    const known = this.#classes.get(node);
    if (known !== undefined) return known;
    const parent = node.superClass ? this.evaluate(node.superClass, frame) : undefined;
    const cls: ClassValue = {
      kind: "class",
      node,
      frame,
      parent,
      statics: new Map(),
      site: siteOf(node, frame),
    };
    this.#classes.set(node, cls);
    const self = createFrame(frame.module, frame, cls, cls);
    for (const member of node.body.body) {
      const name = member.type === "PropertyDefinition" && member.static ? keyName(member) : undefined;
      if (name !== undefined && member.type === "PropertyDefinition" && member.value)
        cls.statics.set(name, { value: this.evaluate(member.value, self) });
    }
    return cls;
  }

  construct(callee: CodeValue, args: readonly CodeValue[], site: Site, caller?: Frame): CodeValue {
    if (caller !== undefined) {
      if (caller.self?.kind === "instance" && caller.home !== undefined)
        this.#constructParent(caller.home, caller.self, args, site);
      return opaque(site);
    }
    if (callee.kind === "choice")
      return choose(
        callee.values.map((value) => this.construct(value, args, site)),
        site,
      );
    if (callee.kind !== "class") {
      const base = callee.kind === "imported" ? callee : undefined;
      const instance: InstanceValue = {
        kind: "instance",
        classes: [],
        base,
        isUnknown: base === undefined,
        baseSite: site,
        args,
        ownArgs: args,
        fields: new Map(),
        site,
      };
      this.log.instances.push(instance);
      return base === undefined ? opaque(site) : instance;
    }
    const classes = lineOf(callee);
    const root = classes.at(-1)?.parent;
    const base = root?.kind === "imported" ? root : undefined;
    const instance: InstanceValue = {
      kind: "instance",
      classes,
      base,
      isUnknown: root !== undefined && base === undefined,
      baseSite: site,
      args: [],
      ownArgs: args,
      fields: new Map(),
      site,
    };
    if (this.#active.length >= MAX_CALLS_DEEP) return opaque(site);
    this.log.instances.push(instance);
    this.#instanceOf.set(callee.node, instance);
    this.#runConstructor(callee, instance, args);
    return instance;
  }

  #runConstructor(cls: ClassValue, instance: InstanceValue, args: readonly CodeValue[]): void {
    this.#called.add(cls.node);
    const constructor = constructorOf(cls.node);
    if (constructor === undefined) {
      this.#constructParent(cls, instance, args, instance.site);
      return;
    }
    this.#called.add(constructor);
    if (this.#active.filter((active) => active === constructor).length >= MAX_RECURSION) return;
    this.#active.push(constructor);
    const frame = createFrame(cls.frame.module, cls.frame, instance, cls);
    if (cls.parent === undefined) this.#initialiseFields(cls, instance);
    this.#bindParameters(constructor, args, frame);
    this.#assignParameterProperties(constructor, instance, frame);
    this.#runBody(constructor, frame, cls.site);
    this.#active.pop();
  }

  /** What `super(…)` does. */
  #constructParent(cls: ClassValue, instance: InstanceValue, args: readonly CodeValue[], site: Site): void {
    if (cls.parent?.kind === "class") this.#runConstructor(cls.parent, instance, args);
    else {
      instance.args = args;
      instance.baseSite = site;
    }
    this.#initialiseFields(cls, instance);
  }

  #initialiseFields(cls: ClassValue, instance: InstanceValue): void {
    const frame = createFrame(cls.frame.module, cls.frame, instance, cls);
    for (const member of cls.node.body.body) {
      if (member.type !== "PropertyDefinition" || member.static || !member.value) continue;
      const name = keyName(member);
      const value = this.evaluate(member.value, frame);
      if (name !== undefined) instance.fields.set(name, { value });
    }
  }

  #assignParameterProperties({ params }: FunctionNode, instance: InstanceValue, frame: Frame): void {
    for (const parameter of params) {
      if (parameter.type !== "TSParameterProperty") continue;
      const target =
        parameter.parameter.type === "AssignmentPattern" ? parameter.parameter.left : parameter.parameter;
      instance.fields.set(target.name, { value: this.evaluate(target, frame) });
    }
  }

  // ── what is written ─────────────────────────────────────────────────────────────────────────────────────────────

  read(cell: Cell): CodeValue {
    return this.#writes.read(cell);
  }

  write(cell: Cell, value: CodeValue): void {
    this.#writes.write(cell, value);
  }

  branch(alternatives: readonly (() => Completion)[], site: Site): Completion {
    return this.#writes.branch(alternatives, site);
  }
}

/** The class and those of the project that it extends. */
function lineOf(cls: ClassValue): readonly ClassValue[] {
  const line = [cls];
  for (
    let current = cls.parent;
    current?.kind === "class" && !line.includes(current);
    current = current.parent
  )
    line.push(current);
  return line;
}

function unknownArguments(fn: FunctionNode | undefined, site: Site): readonly CodeValue[] {
  return (fn?.params ?? []).map((parameter) => opaque({ module: site.module, node: parameter }));
}
