import type { TSESTree } from "@typescript-eslint/utils";
import type { CodeModule } from "./code-module.js";
import { type Cell, type CodeValue, type Entry, type Frame, type Site, opaque } from "./code-value.js";
import { createFrame } from "./frame.js";
import { exportedNames, findExports, importFrom } from "./imported.js";
import { type Machine, siteOf } from "./machine.js";

/** The modules of the code: their variables, and what they export. */
export class Modules {
  readonly #frames = new Map<CodeModule, Frame>();
  /** What was assigned to `module.exports`. */
  readonly #assigned = new Map<CodeModule, Cell>();
  /** Exports that are being looked for: a module may export itself, and two of them each other. */
  readonly #wanted: { readonly module: CodeModule; readonly name: string | undefined }[] = [];

  constructor(private readonly machine: Machine) {}

  /** Those that have been run. */
  all(): Iterable<CodeModule> {
    return this.#frames.keys();
  }

  /** The variables of a module, which is run when it is first asked for. */
  frameOf(module: CodeModule): Frame {
    let frame = this.#frames.get(module);
    if (frame === undefined) {
      frame = createFrame(module, undefined, undefined, undefined);
      this.#frames.set(module, frame);
      this.machine.execute(module.sourceCode.ast.body, { frame, returns: [] });
    }
    return frame;
  }

  exportOf(module: CodeModule, name: string | undefined, site: Site): CodeValue {
    const frame = this.frameOf(module);
    const common = this.#assigned.get(module);
    if (common !== undefined) {
      const value = this.machine.read(common);
      return name === undefined || name === "default" ? value : this.machine.memberOf(value, name, site);
    }
    if (this.#wanted.some((wanted) => wanted.module === module && wanted.name === name)) return opaque(site);
    this.#wanted.push({ module, name });
    const value =
      name === undefined ? this.#namespaceOf(module, site) : this.#exportNamed(module, name, frame, site);
    this.#wanted.pop();
    return value;
  }

  #exportNamed(module: CodeModule, name: string, frame: Frame, site: Site): CodeValue {
    for (const found of findExports(module, name)) {
      if (found.kind === "local") return this.machine.evaluate(found.node, frame);
      const value = importFrom(
        found.specifier,
        found.name,
        siteOf(module.sourceCode.ast, frame),
        this.machine,
      );
      if (value.kind !== "opaque") return value;
    }
    return opaque(site);
  }

  #namespaceOf(module: CodeModule, site: Site): CodeValue {
    const entries = exportedNames(module).map((name): [string, Entry] => [
      name,
      { value: this.exportOf(module, name, site), key: site, written: undefined },
    ]);
    return { kind: "object", entries: new Map(entries), isOpen: true, site };
  }

  /** Takes an assignment to `module.exports` for what it is; false for any other. */
  assign(pattern: TSESTree.Node, value: CodeValue, frame: Frame): boolean {
    if (!isModuleExports(pattern, frame)) return false;
    this.#assigned.set(frame.module, { value });
    return true;
  }
}

/** `module.exports`, `exports.name` */
function isModuleExports(pattern: TSESTree.Node, frame: Frame): boolean {
  if (pattern.type !== "MemberExpression" || !frame.isModule) return false;
  const { facts } = frame.module.syntax;
  return (
    facts.isGlobal(pattern.object, "module") &&
    pattern.property.type === "Identifier" &&
    pattern.property.name === "exports"
  );
}
