import { type CodeEffects, type Effects, type Machine, programThrows } from "./machine.js";
import {
  type Closure,
  type Imported,
  native,
  nothing,
  ObjectValue,
  unknown,
  useKey,
  type Value,
} from "./values.js";

/** What others set going when they use an export: a tree of properties, without those that set nothing going. */
export interface ExportFacts {
  /** It is what another module exports, apart from the properties. */
  readonly alias?: Imported;
  readonly onGet?: CodeEffects;
  readonly onCall?: CodeEffects;
  /** Which of its arguments, by their place, a call calls. */
  readonly calls?: readonly number[];
  /** Of `new`. */
  readonly onNew?: CodeEffects;
  readonly result?: ExportFacts;
  readonly instance?: ExportFacts;
  readonly properties?: readonly (readonly [string, ExportFacts])[];
  /** Modules whose exports it has under their own names. */
  readonly copies?: readonly Imported[];
}

const maxDepth = 5;
const maxNodes = 3000;

/**
 * Finds out what using a value would do, by calling the functions in it with arguments that nobody knows. Functions that
 * are not worth calling are left out.
 */
export function describeExports(
  machine: Machine,
  value: Value,
  questions: CodeQuestions,
): ExportFacts | undefined {
  return new Describer(machine, questions).describe(value, 0);
}

/** What the text of a function tells of it. */
export interface CodeQuestions {
  readonly isWorthCalling: (code: Span) => boolean;
  readonly usesThis: (code: Span) => boolean;
  /** Whether code has a call of something of this name. */
  readonly callsName: (code: Span, name: string) => boolean;
}

/** Where code stands in its text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

class Describer {
  readonly #machine: Machine;
  readonly #questions: CodeQuestions;
  readonly #seen = new Set<Value>();
  #nodes = 0;

  constructor(machine: Machine, questions: CodeQuestions) {
    this.#machine = machine;
    this.#questions = questions;
  }

  describe(value: Value, depth: number): ExportFacts | undefined {
    if (value.kind === "union") {
      const [first] = value.values.filter(({ kind }) => kind !== "constant" && kind !== "unknown");
      return first && this.describe(first, depth);
    }
    if (value.kind === "imported") {
      const extension = this.#machine.extensions.get(useKey(value));
      return { alias: value, ...(extension && this.#describeProperties(extension, depth)) };
    }
    if (!(value instanceof ObjectValue) || depth > maxDepth || this.#seen.has(value)) return undefined;
    if (++this.#nodes > maxNodes) return undefined;
    this.#seen.add(value);
    const facts: ExportFacts = {
      ...this.#describeCode(value, depth),
      ...this.#describeProperties(value, depth),
      ...(value.copies.length > 0 && { copies: value.copies }),
    };
    return Object.keys(facts).length > 0 ? facts : undefined;
  }

  #describeProperties(value: ObjectValue, depth: number): Pick<ExportFacts, "properties"> {
    const properties: [string, ExportFacts][] = [];
    const holders = [value, ...(value.prototype instanceof ObjectValue ? [value.prototype] : [])];
    for (const holder of holders) {
      for (const [key, property] of holder.properties) {
        let found: Value = property.value ?? unknown;
        let onGet: CodeEffects | undefined;
        if (property.getter !== undefined) {
          const { getter } = property;
          onGet = this.#observe(() => {
            found = this.#machine.call(getter, [], value);
          });
        }
        const facts = { ...this.describe(found, depth + 1), ...(onGet && { onGet }) };
        if (Object.keys(facts).length > 0) properties.push([key, facts]);
      }
    }
    return properties.length > 0 ? { properties } : {};
  }

  #describeCode(value: ObjectValue, depth: number): Partial<ExportFacts> {
    const code = value.callable;
    if (code?.kind !== "closure" && code?.kind !== "class") return {};
    const calls = code.kind === "closure" ? this.#argumentsCalled(value, code) : [];
    const found = calls.length > 0 ? { calls } : {};
    if (!this.#questions.isWorthCalling(code.node)) return found;
    if (code.kind === "class") return this.#describeNew(value, depth);
    const { node } = code;
    const called = { ...this.#describeCall(value, depth), ...found };
    if (node.type === "ArrowFunctionExpression" || node.async || node.generator) return called;
    return {
      ...called,
      ...(this.#questions.usesThis(node) ? this.#describeNew(value, depth) : asNew(called)),
    };
  }

  #argumentsCalled(value: ObjectValue, { node }: Closure): readonly number[] {
    const names = node.params.map((parameter) =>
      parameter.type === "Identifier" ? parameter.name : undefined,
    );
    const mayCall = names.map((name) => name !== undefined && this.#questions.callsName(node, name));
    if (!mayCall.includes(true)) return [];
    const called = new Set<number>();
    const values = mayCall.map((is, index) =>
      is
        ? native("argument", () => {
            called.add(index);
            return unknown;
          })
        : unknown,
    );
    this.#observe(() => {
      this.#machine.call(value, values, unknown);
    });
    return [...called];
  }

  #describeCall(value: ObjectValue, depth: number): Partial<ExportFacts> {
    let found: Value = nothing;
    const onCall = this.#observe(() => {
      found = this.#machine.call(value, [], unknown);
    });
    const result = this.describe(found, depth + 1);
    return { ...(onCall && { onCall }), ...(result && { result }) };
  }

  #describeNew(value: ObjectValue, depth: number): Partial<ExportFacts> {
    let made: Value = nothing;
    const onNew = this.#observe(() => {
      made = this.#machine.construct(value, []);
    });
    const instance = this.describe(made, depth + 1);
    return { ...(onNew && { onNew }), ...(instance && { instance }) };
  }

  #observe(run: () => void): CodeEffects | undefined {
    const effects = this.#machine.observe(() => {
      try {
        this.#machine.maybe(run);
      } catch (error) {
        if (error !== programThrows) throw error;
      }
    });
    const listed = listEffects(effects);
    return doesNothing(listed) ? undefined : listed;
  }
}

/** What `new` does with a function that makes nothing of `this`: what a call does. */
function asNew({ onCall, result }: Partial<ExportFacts>): Partial<ExportFacts> {
  return { ...(onCall && { onNew: onCall }), ...(result && { instance: result }) };
}

export function doesNothing({ loads, uses, handedOver = [] }: CodeEffects): boolean {
  return loads.length + uses.length + handedOver.length === 0;
}

/** Without the uses that another one includes. */
export function listEffects({ loads, uses, handedOver }: Effects): CodeEffects {
  const all = [...uses.values()].filter(({ specifier }) => !specifier.startsWith("node:"));
  const prefixes = new Set(all.map((use) => useKey({ ...use, path: use.path.slice(0, -1) })));
  return {
    loads: [...loads.values()],
    uses: all.filter((use) => !prefixes.has(useKey(use))),
    ...(handedOver.size > 0 && { handedOver: [...handedOver.values()] }),
  };
}
