import type { TSESTree } from "@typescript-eslint/utils";
import { type ClassNode, type FunctionNode, constructorOf, keyName } from "./ast.js";
import type { SyntaxFacts } from "./facts.js";
import {
  type PropertyWrite,
  type PropertyWrites,
  collectPropertyWrites,
  valueOfWrite,
} from "./property-writes.js";

/** The values of expressions, of which the members of classes are some: `values.ts` has them. */
export interface ClassValues {
  valuesOf(expression: TSESTree.Node): readonly TSESTree.Node[];
  functionsOf(expression: TSESTree.Node): readonly FunctionNode[];
  superClassOf(cls: ClassNode): ClassNode | undefined;
  argumentsFor(fn: FunctionNode, index: number): readonly TSESTree.Node[];
}

/** What the classes of a file have as members, and the instances that its functions make. */
export class ClassMembers {
  /** Classes with a super class. */
  private extending: readonly ClassNode[] | undefined;

  constructor(
    private readonly facts: SyntaxFacts,
    private readonly values: ClassValues,
  ) {}

  private get writes(): PropertyWrites {
    return collectPropertyWrites(this.facts);
  }

  /** Those of a class, or of the nearest one above that has some of the name. */
  membersOf(cls: ClassNode, name: string | undefined, isStatic: boolean): readonly TSESTree.Node[] {
    const own = this.ownMembers(cls, name, isStatic);
    if (own.length > 0) return own;
    const parent = this.values.superClassOf(cls);
    return parent === undefined || parent === cls ? [] : this.membersOf(parent, name, isStatic);
  }

  /** The same at `this`: `this.save()` calls the method that the class of the instance has. Which of several is not told here. */
  membersOfThis(cls: ClassNode, name: string | undefined, isStatic: boolean): readonly TSESTree.Node[] {
    const below = this.subclassesOf(cls)
      .map((one) => this.ownMembers(one, name, isStatic))
      .filter((members) => members.length > 0);
    return [...this.membersOf(cls, name, isStatic), ...(below.length === 1 ? below.flat() : [])];
  }

  /** Those of an instance that a function makes: `Store.prototype.save = save` */
  membersOfMade({ callee }: TSESTree.NewExpression, name: string | undefined): readonly TSESTree.Node[] {
    const { byConstructor } = this.writes;
    if (byConstructor.size === 0) return [];
    return this.values.functionsOf(callee).flatMap((fn) => this.assigned(byConstructor.get(fn), name));
  }

  /** What writes put into a property, or into any of them. */
  assigned(list: readonly PropertyWrite[] | undefined, name: string | undefined): readonly TSESTree.Node[] {
    return (list ?? []).flatMap((write) =>
      name === undefined || write.name === name ? this.values.valuesOf(valueOfWrite(write)) : [],
    );
  }

  /** Those of the file, however far below. */
  private subclassesOf(cls: ClassNode): readonly ClassNode[] {
    this.extending ??= this.facts.classes.filter(({ superClass }) => superClass !== null);
    const below = new Set<ClassNode>();
    const addFrom = (parent: ClassNode): void => {
      for (const one of this.extending ?? [])
        if (!below.has(one) && one !== cls && this.values.superClassOf(one) === parent) {
          below.add(one);
          addFrom(one);
        }
    };
    addFrom(cls);
    return [...below];
  }

  private ownMembers(cls: ClassNode, name: string | undefined, isStatic: boolean): readonly TSESTree.Node[] {
    const own: TSESTree.Node[] = [];
    for (const member of cls.body.body) {
      if (member.type === "MethodDefinition") {
        const matches = name === undefined ? member.kind === "method" : keyName(member) === name;
        if (matches && member.static === isStatic && member.kind !== "constructor") own.push(member.value);
      } else if (member.type === "PropertyDefinition" || member.type === "AccessorProperty") {
        if (member.static !== isStatic || !member.value) continue;
        if (name === undefined || keyName(member) === name) own.push(...this.values.valuesOf(member.value));
      }
    }
    if (!isStatic) own.push(...this.parameterProperties(cls, name));
    own.push(...this.assigned(this.writes.byClass.get(cls), name));
    return own;
  }

  /** `constructor(private readonly repository: Repository)` */
  private parameterProperties(cls: ClassNode, name: string | undefined): readonly TSESTree.Node[] {
    const constructor = constructorOf(cls);
    if (constructor === undefined) return [];
    return constructor.params.flatMap((parameter, index) => {
      if (parameter.type !== "TSParameterProperty") return [];
      const inner =
        parameter.parameter.type === "AssignmentPattern" ? parameter.parameter.left : parameter.parameter;
      if (name !== undefined && inner.name !== name) return [];
      return this.values.argumentsFor(constructor, index).flatMap((value) => this.values.valuesOf(value));
    });
  }
}
