import type { Value } from "./values.js";

/** Variables by name. */
export class Scope {
  readonly parent: Scope | undefined;
  /** True for the scope of a function or a module: where `var` ends. */
  readonly isFunction: boolean;
  readonly #variables = new Map<string, Value>();

  constructor(parent: Scope | undefined, isFunction: boolean) {
    this.parent = parent;
    this.isFunction = isFunction;
  }

  declare(name: string, value: Value): void {
    this.#variables.set(name, value);
  }

  has(name: string): boolean {
    return this.#variables.has(name);
  }

  own(name: string): Value | undefined {
    return this.#variables.get(name);
  }

  /** The scope that has the variable. */
  find(name: string): Scope | undefined {
    if (this.#variables.has(name)) return this;
    let scope = this.parent;
    while (scope !== undefined && !scope.#variables.has(name)) scope = scope.parent;
    return scope;
  }
}
