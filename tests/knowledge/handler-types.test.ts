import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import {
  contextType,
  eventTypes,
  handlerTypeModules,
  handlerTypes,
  handlerTypesSource,
  recordTypes,
  resultTypes,
} from "../../src/knowledge/handler-types.js";

const packageFolder = path.dirname(createRequire(import.meta.url).resolve("@types/aws-lambda/package.json"));

interface Declaration {
  /** The file, as it is imported: `aws-lambda/trigger/sqs`. */
  readonly specifier: string;
  /** What the name stands for, when it is a type alias. */
  readonly type: ts.TypeNode | undefined;
  /** The first interface it extends. */
  readonly base: string | undefined;
}

/** Every type that `@types/aws-lambda` exports, read from its declaration files. */
const declarations = new Map<string, Declaration>();
const specifiers = new Set<string>();
readDeclarations(path.join(packageFolder, "index.d.ts"));

function readDeclarations(file: string): void {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const specifier = `aws-lambda/${path.relative(packageFolder, file).replace(/(\/index)?\.d\.ts$/, "")}`;
  source.forEachChild((node) => {
    if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      readDeclarations(resolveDeclarations(path.resolve(path.dirname(file), node.moduleSpecifier.text)));
    } else if (ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)) {
      if (!node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return;
      specifiers.add(specifier);
      declarations.set(node.name.text, {
        specifier,
        type: ts.isTypeAliasDeclaration(node) ? node.type : undefined,
        base: ts.isInterfaceDeclaration(node)
          ? node.heritageClauses?.[0]?.types[0]?.expression.getText()
          : undefined,
      });
    }
  });
}

function resolveDeclarations(base: string): string {
  const candidates = [`${base}.d.ts`, path.join(base, "index.d.ts")];
  const file = candidates.find((candidate) => ts.sys.fileExists(candidate));
  if (file === undefined) throw new Error(`no declarations at ${base}`);
  return file;
}

function aliasOf(name: string): ts.TypeReferenceNode | undefined {
  const type = declarations.get(name)?.type;
  return type && ts.isTypeReferenceNode(type) ? type : undefined;
}

function referredName(type: ts.TypeReferenceNode): string {
  return type.typeName.getText();
}

/** `SQSHandler = Handler<SQSEvent, …>`, `ScheduledHandler = EventBridgeHandler<…>`, `Handler` itself. */
function isHandlerType(name: string): boolean {
  if (name === "Handler" || name === "StreamifyHandler") return true;
  const alias = aliasOf(name);
  return alias !== undefined && isHandlerType(referredName(alias));
}

/** The first argument that reaches `Handler<…>` through aliases of it. */
function declaredEvent(name: string): string | undefined {
  const alias = aliasOf(name);
  if (alias === undefined) return undefined;
  if (referredName(alias) !== "Handler") return declaredEvent(referredName(alias));
  const event = alias.typeArguments?.[0];
  const reference = event && ts.isIntersectionTypeNode(event) ? event.types[0] : event;
  if (reference === undefined || !ts.isTypeReferenceNode(reference)) return undefined;
  const eventName = referredName(reference);
  return eventName === "Array" ? undefined : eventName;
}

/** `ScheduledEvent extends EventBridgeEvent<…>`: the event that a handler of the base also takes. */
function isOrExtends(name: string, other: string): boolean {
  return name === other || declarations.get(name)?.base === other;
}

/** Types of Powertools' parser, which are not in `@types/aws-lambda`. */
const parserEvents = new Set([
  "APIGatewayProxyWebsocketEvent",
  "AppSyncBatchResolverEvent",
  "ConnectOutboundCampaignsEvent",
  "KafkaMskEvent",
  "KafkaSelfManagedEvent",
  "KinesisDataStreamEvent",
  "KinesisDynamoDBStreamEvent",
  "KinesisFireHoseEvent",
  "KinesisFireHoseSqsEvent",
  "LambdaFunctionUrlEvent",
  "S3EventNotificationEventBridge",
  "S3ObjectLambdaEvent",
  "SesEvent",
  "SnsEvent",
  "SqsEvent",
  "TransferFamilyEvent",
  "VpcLatticeEvent",
  "VpcLatticeEventV2",
]);

/** Exported names that end like an event's and are parts of one, or no event of Lambda at all. */
const partsOfEvents = [
  "CloudFrontEvent", // the `config` of a CloudFront record
  "CloudFrontFunctionsEvent", // CloudFront Functions, which are not Lambda
  "CloudWatchLogsLogEvent", // one line of the logs
  "CodeCommitTriggerEvent", // the name of what happened
];

test("names the installed version", () => {
  const manifest = JSON.parse(readFileSync(path.join(packageFolder, "package.json"), "utf8")) as {
    version: string;
  };
  const [major, minor] = manifest.version.split(".");
  expect(handlerTypesSource.version.startsWith(`${major}.${minor}.`)).toBe(true);
});

test("lists exactly the handler types that @types/aws-lambda exports", () => {
  expect(declarations.size).toBeGreaterThan(400);
  const declared = [...declarations.keys()].filter((name) => isHandlerType(name));
  expect([...handlerTypes.keys()].sort()).toEqual(declared.sort());
});

test.each([...handlerTypes])(
  "%s takes the event that it is declared with",
  (name, { eventType, isStreaming }) => {
    const declared = declaredEvent(name);
    expect(isStreaming === true).toBe(name === "StreamifyHandler");
    if (eventType === undefined || declared === undefined) {
      expect(eventType).toBe(declared);
    } else {
      expect(isOrExtends(eventType, declared)).toBe(true);
      expect(eventTypes.has(eventType)).toBe(true);
    }
  },
);

test("knows every exported type that is called an event", () => {
  const called = [...declarations.keys()].filter((name) => /Event(V\d)?$/.test(name));
  const unknown = called.filter((name) => !eventTypes.has(name) && !partsOfEvents.includes(name));
  expect(unknown).toEqual([]);
});

test("knows no event, record or result that is not exported", () => {
  const parserRecords =
    /^(KinesisDataStreamRecordEvent|KinesisFirehose\w*Record|(Ses|Sns|Sqs)Record|DynamoDBStreamRecord)$/;
  const isForeign = (name: string) => parserEvents.has(name) || parserRecords.test(name);
  const names = [...eventTypes.keys(), ...recordTypes.keys(), ...resultTypes, contextType];
  expect(names.filter((name) => !declarations.has(name) && !isForeign(name))).toEqual([]);
  expect([...parserEvents].filter((name) => declarations.has(name) || !eventTypes.has(name))).toEqual([]);
});

test("takes no part of an event for an event", () => {
  for (const name of [
    ...partsOfEvents,
    "APIGatewayEventRequestContext",
    "S3ObjectCreatedNotificationEventDetail",
  ])
    expect(eventTypes.has(name)).toBe(false);
});

test("takes types from the package, from its declaration files, and from the parser of Powertools", () => {
  expect([...handlerTypeModules].sort()).toEqual(
    ["aws-lambda", "@types/aws-lambda", "@aws-lambda-powertools/parser/types", ...specifiers].sort(),
  );
});
