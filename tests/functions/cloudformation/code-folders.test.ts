import { join, relative } from "node:path";
import { describe, expect, it, test } from "vitest";
import { readTemplateText } from "../../../src/functions/declared-functions.js";
import { temporaryProject } from "../../support/temporary-project.js";

const handler = "exports.handler = async () => {};\n";

/** Where the handler is found, by the files of the project and the template among them. */
function find(files: Readonly<Record<string, string>>, file: string, text: string) {
  const directory = temporaryProject({ ".git/HEAD": "", ...files });
  const [fn] = readTemplateText(text, join(directory, file));
  return fn?.handler.file === undefined ? fn?.handler.status : relative(directory, fn.handler.file);
}

/** A template of Amplify Gen 1. */
const bookings = ({ path = "./src", property = "Code", policies = "" } = {}) =>
  JSON.stringify({
    AWSTemplateFormatVersion: "2010-09-09",
    Parameters: { bucket: { Type: "String" }, key: { Type: "String" } },
    Resources: {
      LambdaFunction: {
        Type: "AWS::Lambda::Function",
        Metadata: { "aws:asset:path": path, "aws:asset:property": property },
        Properties: {
          Code: { S3Bucket: { Ref: "bucket" }, S3Key: { Ref: "key" } },
          Handler: "index.handler",
          Runtime: "nodejs22.x",
          Role: { "Fn::GetAtt": ["ExecutionRole", "Arn"] },
        },
      },
      ExecutionRole: { Type: "AWS::IAM::Role", Properties: {} },
    },
    ...(policies === "" ? {} : { Outputs: { Role: { Value: { Ref: policies } } } }),
  });
const folder = "amplify/backend/function/bookings";
const file = `${folder}/bookings-cloudformation-template.json`;

describe("the code of a function in a bucket", () => {
  it("is what the metadata says that was packaged", () => {
    expect(find({ [`${folder}/src/index.js`]: handler }, file, bookings())).toBe(`${folder}/src/index.js`);
  });

  test.each([
    ["what the CDK has copied", bookings({ path: "asset.4f2b" })],
    ["metadata of another property", bookings({ property: "TemplateURL" })],
  ])("is not known of %s", (_, text) => {
    expect(find({ [`${folder}/asset.4f2b/index.js`]: handler }, file, text)).toBe("opaque");
  });
});

describe("the permissions of a function of Amplify Gen 1", () => {
  const areKnown = (text: string, custom?: string) => {
    const directory = temporaryProject({
      ...(custom === undefined ? {} : { [`${folder}/custom-policies.json`]: custom }),
      "package.json": "{}",
    });
    return readTemplateText(text, join(directory, file))[0]?.permissions?.isComplete;
  };

  it("are those of its template, where nothing is beside it", () => {
    expect(areKnown(bookings())).toBe(true);
    expect(areKnown(bookings(), '[{ "Action": [], "Resource": [] }]')).toBe(true);
    expect(areKnown(bookings({ policies: "bucket" }))).toBe(true);
  });

  it("may be more by policies beside it, and by stacks that get the name of its role", () => {
    expect(areKnown(bookings(), '[{ "Action": ["ses:SendEmail"], "Resource": ["*"] }]')).toBe(false);
    expect(areKnown(bookings(), '[{ "Action": "ses:SendEmail", "Resource": "*" }]')).toBe(false);
    expect(areKnown(bookings({ policies: "ExecutionRole" }))).toBe(false);
  });
});

describe("the code of a function of SAM", () => {
  const sam = (uri: string) => `
Transform: AWS::Serverless-2016-10-31
Resources:
  Book:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: ${uri}, Handler: book.handler, Runtime: nodejs22.x }
`;

  test.each([
    ["one file", "backend/functions/book.mjs", "backend/functions/book.mjs"],
    ["a folder", "backend/functions/", "backend/functions/book.js"],
  ])("lies in a folder above the template: %s", (_, uri, source) => {
    const code = source.endsWith(".mjs") ? "export const handler = async () => {};\n" : handler;
    expect(find({ [source]: code }, "deploy/templates/functions.yaml", sam(uri))).toBe(source);
  });

  it("lies in a folder above that a build has yet to write", () => {
    const files = { "apps/desk/src/book.ts": "export const handler = async () => {};\n" };
    const templates = { ...files, "apps/templates/functions.yaml": "" };
    expect(find(templates, "apps/templates/functions.yaml", sam("apps/desk/dist"))).toBe(
      "apps/desk/src/book.ts",
    );
    // Beside the template, the path leads to another application.
    const beside = { ...templates, "apps/templates/apps/desk/readme.md": "" };
    expect(find(beside, "apps/templates/functions.yaml", sam("apps/desk/dist"))).toBe("built-artifact");
  });

  test.each([
    ["a short path", "functions", { "functions/book.js": handler }, "file-missing"],
    [
      "a path that leads to something beside the template",
      "backend/functions",
      { "backend/functions/book.js": handler, "templates/backend/functions/other.js": handler },
      "file-missing",
    ],
  ])("does not for %s", (_, uri, files, status) => {
    expect(find(files as Record<string, string>, "templates/functions.yaml", sam(uri))).toBe(status);
  });
});
