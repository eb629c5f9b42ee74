import type { TSESTree } from "@typescript-eslint/utils";
import type { ClientCategory } from "../../knowledge/client-fact.js";
import {
  credentialHeaders,
  credentialOptionFacts,
  formSecrets,
  isDummySecret,
  isLocalHost,
  isSecretText,
  passwordOfUrl,
  requestFieldFacts,
  secretArgumentFacts,
} from "../../knowledge/credential-options.js";
import { isSecretName } from "../../knowledge/secret-names.js";
import { type CallNode, keyName, memberName, unwrap } from "../../syntax/ast.js";
import { isEnvironment } from "../../syntax/environment.js";
import { bareSpecifier, stringOf } from "../../syntax/imports.js";
import { functionSinkOf, isRequested } from "../taint/injection-sinks.js";
import type { LambdaModel } from "../model.js";
import { nameOfCallee } from "../taint/text-passage.js";

/** A secret that the source code has, and what it is given to. */
export interface HardcodedCredential {
  /** The literal. */
  readonly node: TSESTree.Node;
  readonly option: string;
  readonly taker: string;
  /** True for credentials of AWS, which the function's role makes superfluous. */
  readonly isAws: boolean;
}

const MAX_DEPTH = 4;

/** A look at imports and globals alone: false where nothing of the file is given a secret. */
export function mayTakeCredentials({ mayCreateClients, syntax: { facts } }: LambdaModel): boolean {
  if (mayCreateClients) return true;
  for (const specifier of facts.specifiers) if (takesSecrets(bareSpecifier(specifier))) return true;
  if (facts.usesGlobal("fetch")) return true;
  const mayHoldFetch = facts.usesGlobal("globalThis") || facts.usesGlobal("global");
  return mayHoldFetch && facts.sourceCode.text.includes("fetch");
}

/** The answer for a module is kept: a run meets few, again and again. */
const secretTakers = new Map<string, boolean>();

function takesSecrets(module: string): boolean {
  let takes = secretTakers.get(module);
  if (takes === undefined) {
    takes = secretArgumentFacts.some((fact) => fact.module.test(module)) || isRequested(module);
    secretTakers.set(module, takes);
  }
  return takes;
}

/** Literal secrets in the options of clients, in connection strings, and in the headers of requests. */
export function findHardcodedCredentials(lambda: LambdaModel): readonly HardcodedCredential[] {
  return new CredentialSearch(lambda).run();
}

class CredentialSearch {
  private readonly found = new Map<TSESTree.Node, HardcodedCredential>();

  constructor(private readonly lambda: LambdaModel) {}

  run(): readonly HardcodedCredential[] {
    for (const { node, name, fact } of this.lambda.clients) this.searchClient(node, name, fact.category);
    for (const call of this.lambda.syntax.facts.calls) {
      this.searchArguments(call);
      this.searchConfig(call);
      this.searchRequest(call);
      this.searchForm(call);
    }
    return [...this.found.values()].sort((a, b) => a.node.range[0] - b.node.range[0]);
  }

  private searchClient(call: CallNode, taker: string, category: ClientCategory): void {
    const fact = credentialOptionFacts.find(({ categories }) => categories.includes(category));
    if (fact === undefined) return;
    const isAws = category.startsWith("aws-sdk");
    for (const argument of call.arguments) {
      if (argument.type === "SpreadElement") continue;
      this.addUrls(argument, "connection string", taker, fact.urls ?? []);
      for (const options of this.objectsOf(argument)) {
        const isLocal = this.isLocal(options);
        if (isLocal === true) continue;
        this.addOptions(options, new Set(fact.names), { taker, isAws, mayBeDummy: isLocal === "unknown" });
        this.addUrls(options, "connection string", taker, fact.urls ?? []);
      }
    }
  }

  /** `jwt.sign(payload, "…")`, `new Stripe("sk_live_…")` */
  private searchArguments(call: CallNode): void {
    const name = nameOfCallee(call.callee, this.lambda.syntax);
    if (name === undefined || name.module === "global") return;
    for (const fact of secretArgumentFacts) {
      if (!fact.module.test(name.module) || !fact.export.test(name.path)) continue;
      const argument = call.arguments[fact.index];
      if (argument === undefined || argument.type === "SpreadElement") continue;
      this.addText(argument, fact.name, {
        taker: this.spell(call),
        isAws: name.module.startsWith("aws-sdk"),
        mayBeDummy: false,
      });
    }
  }

  /** `AWS.config.update({ secretAccessKey: "…" })` */
  private searchConfig(call: CallNode): void {
    const callee = unwrap(call.callee);
    if (callee.type !== "MemberExpression" || memberName(callee) !== "update") return;
    const imported = this.lambda.syntax.resolveImport(callee.object);
    const [options] = call.arguments;
    if (imported?.module !== "aws-sdk" || imported.path.at(-1) !== "config" || options === undefined) return;
    for (const object of this.objectsOf(options)) {
      const isLocal = this.isLocal(object);
      if (isLocal === true) continue;
      this.addOptions(object, new Set(credentialOptionFacts[0]?.names), {
        taker: "AWS.config",
        isAws: true,
        mayBeDummy: isLocal === "unknown",
      });
    }
  }

  /** `fetch(url, { headers: { Authorization: "Bearer …" } })` */
  private searchRequest(call: CallNode): void {
    const name = nameOfCallee(call.callee, this.lambda.syntax);
    const isRequest = name !== undefined && functionSinkOf(name)?.sink === "url";
    if (!isRequest) return;
    const [url] = call.arguments;
    if (url !== undefined && isLocalHost(stringOf(url) ?? "")) return;
    for (const argument of call.arguments) {
      for (const headers of this.lambda.syntax.values.membersOf(argument, "headers"))
        if (headers.type === "ObjectExpression") this.addHeaders(headers, this.spell(call));
    }
  }

  /** `form.append("client_secret", "…")`, `headers.set("Authorization", "…")`, `new URLSearchParams({ client_secret: "…" })` */
  private searchForm(call: CallNode): void {
    const callee = unwrap(call.callee);
    const [first, second] = call.arguments;
    if (first === undefined || first.type === "SpreadElement") return;
    const kind = { taker: this.spell(call), isAws: false, mayBeDummy: false };
    if (call.type === "NewExpression") {
      if (!this.isForm(call)) return;
      for (const fields of this.objectsOf(first)) this.addOptions(fields, formSecrets, kind);
    } else if (callee.type === "MemberExpression" && /^(?:append|set)$/.test(memberName(callee) ?? "")) {
      const name = stringOf(first);
      if (name === undefined || second === undefined || second.type === "SpreadElement") return;
      const isSecret = formSecrets.has(name) || credentialHeaders.has(name.toLowerCase());
      const isForm = this.lambda.syntax.values.valuesOf(callee.object).some((value) => this.isForm(value));
      if (isSecret && isForm) this.addText(second, name, kind);
    }
  }

  /** True for what holds the fields or headers of a request, where it is made. */
  private isForm(made: TSESTree.Node): boolean {
    const name = made.type === "NewExpression" ? nameOfCallee(made.callee, this.lambda.syntax) : undefined;
    return (
      name !== undefined &&
      requestFieldFacts.some(
        (fact) => fact.export.test(name.path) && (name.module === "global" || fact.modules.test(name.module)),
      )
    );
  }

  private addHeaders(headers: TSESTree.ObjectExpression, taker: string): void {
    for (const property of headers.properties) {
      const name = property.type === "Property" ? keyName(property) : undefined;
      if (property.type !== "Property" || name === undefined) continue;
      if (credentialHeaders.has(name.toLowerCase()))
        this.addText(property.value, name, { taker, isAws: false, mayBeDummy: false });
    }
  }

  /** Secret options of the object, and of the objects in it: `credentials`, `auth`, `connection`. */
  private addOptions(
    options: TSESTree.ObjectExpression,
    names: ReadonlySet<string>,
    taker: Taker,
    depth = 0,
  ): void {
    for (const property of options.properties) {
      if (property.type !== "Property") continue;
      const name = keyName(property);
      if (name === undefined) continue;
      // Beside a secret that is a literal too one finding is enough.
      const isRest = name === "accessKeyId" && this.hasLiteral(options, "secretAccessKey");
      if (names.has(name) && !isRest) this.addText(property.value, name, taker);
      if (depth < MAX_DEPTH)
        for (const inner of this.objectsOf(property.value)) this.addOptions(inner, names, taker, depth + 1);
    }
  }

  private hasLiteral(options: TSESTree.ObjectExpression, name: string): boolean {
    return this.lambda.syntax.values.membersOf(options, name).some((value) => stringOf(value) !== undefined);
  }

  private addUrls(holder: TSESTree.Node, option: string, taker: string, names: readonly string[]): void {
    if (names.length === 0) return;
    const holders: TSESTree.Node[] = holder.type === "ObjectExpression" ? [] : [holder];
    if (holder.type === "ObjectExpression")
      for (const property of holder.properties) {
        const name = property.type === "Property" ? keyName(property) : undefined;
        if (property.type === "Property" && name !== undefined && names.includes(name))
          holders.push(property.value);
      }
    for (const node of holders.flatMap((value) => this.lambda.syntax.values.valuesOf(value))) {
      const password = passwordOfUrl(stringOf(node) ?? "");
      if (password !== undefined && isSecretText(password) && !this.isReportedElsewhere(node))
        this.add({ node, option, taker, isAws: false });
    }
  }

  private addText(expression: TSESTree.Node, option: string, { taker, isAws, mayBeDummy }: Taker): void {
    for (const node of this.lambda.syntax.values.valuesOf(expression)) {
      const text = stringOf(node);
      if (text === undefined || !isSecretText(withoutScheme(text))) continue;
      if (mayBeDummy && isDummySecret(text)) continue;
      if (!this.isReportedElsewhere(node)) this.add({ node, option, taker, isAws });
    }
  }

  private add(credential: HardcodedCredential): void {
    if (!this.found.has(credential.node)) this.found.set(credential.node, credential);
  }

  /** `process.env.DB_PASSWORD ?? "…"` is a finding of `no-secret-in-env`. */
  private isReportedElsewhere(literal: TSESTree.Node): boolean {
    const choice = literal.parent;
    if (choice?.type !== "LogicalExpression" || choice.right !== literal) return false;
    const read = unwrap(choice.left);
    if (read.type !== "MemberExpression" || !isEnvironment(read.object, this.lambda.syntax)) return false;
    return isSecretName(memberName(read) ?? "");
  }

  /** Whether the client talks to something on the developer's machine; `unknown` where an endpoint is given that is no literal. */
  private isLocal(options: TSESTree.ObjectExpression): boolean | "unknown" {
    const { values } = this.lambda.syntax;
    const places = ["endpoint", "host", "hostname", "node", "server"].flatMap((name) =>
      values.membersOf(options, name),
    );
    if (places.length === 0) return false;
    const texts = places.map((place) => stringOf(place));
    if (texts.some((text) => text !== undefined && isLocalHost(text))) return true;
    return values.membersOf(options, "endpoint").length > 0 ? "unknown" : false;
  }

  private objectsOf(expression: TSESTree.Node): readonly TSESTree.ObjectExpression[] {
    return this.lambda.syntax.values
      .valuesOf(expression)
      .filter((value) => value.type === "ObjectExpression");
  }

  private spell(call: CallNode): string {
    return this.lambda.syntax.facts.sourceCode.getText(call.callee).replace(/\s+/g, "");
  }
}

interface Taker {
  readonly taker: string;
  readonly isAws: boolean;
  /** The client may talk to something that takes any credentials. */
  readonly mayBeDummy: boolean;
}

/** `Bearer …` and `Basic …` name the scheme before the secret; `Bearer` alone has none. */
function withoutScheme(text: string): string {
  return text.replace(/^(?:Bearer|Basic|Token|ApiKey)(?:\s+|$)/i, "");
}
