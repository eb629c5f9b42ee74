/** Variables by name. */
export class Variables<V> {
  readonly parent: Variables<V> | undefined;
  /** True for the scope of a function or a module: where `var` ends. */
  readonly isFunction: boolean;
  readonly #variables = new Map<string, V>();

  constructor(parent: Variables<V> | undefined, isFunction: boolean) {
    this.parent = parent;
    this.isFunction = isFunction;
  }

  declare(name: string, value: V): void {
    this.#variables.set(name, value);
  }

  has(name: string): boolean {
    return this.#variables.has(name);
  }

  own(name: string): V | undefined {
    return this.#variables.get(name);
  }

  /** The scope that has the variable. */
  find(name: string): Variables<V> | undefined {
    if (this.#variables.has(name)) return this;
    let scope = this.parent;
    while (scope !== undefined && !scope.#variables.has(name)) scope = scope.parent;
    return scope;
  }
}
