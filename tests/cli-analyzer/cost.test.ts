import { expect, it } from "vitest";
import { parseArguments } from "../../src/cli/parse-arguments.js";
import type { CostReport } from "../../src/reports/cost/cost-report.js";
import { temporaryProject } from "../support/temporary-project.js";
import { runAnalyzer } from "./run-analyzer.js";

const TEMPLATE = `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Parameters:
  Memory: { Type: Number }
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: src/, Handler: orders.handler, Runtime: nodejs22.x, MemorySize: 512, Architectures: [arm64] }
  Plain:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: src/, Handler: orders.handler, Runtime: nodejs22.x }
  Late:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: src/, Handler: orders.handler, Runtime: nodejs22.x, MemorySize: !Ref Memory }
`;

it("takes memory and architecture from the configuration", () => {
  const directory = temporaryProject({ "template.yaml": TEMPLATE });
  const { exitCode, stdout } = runAnalyzer(directory, "cost", "--duration", "120", "--format", "json");
  expect(exitCode).toBe(0);
  const { functions, unknown } = JSON.parse(stdout) as CostReport;
  expect(functions).toMatchObject([
    { id: "Orders", file: "template.yaml", line: 6, memoryMb: 512, architecture: "arm64" },
    // What CloudFormation gives it.
    { id: "Plain", memoryMb: 128, architecture: "x86_64" },
  ]);
  expect(unknown).toEqual(["Late"]);
});

it("needs no project where the memory is given", () => {
  const { exitCode, stdout } = runAnalyzer(
    temporaryProject({}),
    ...["cost", "--memory", "1024", "--duration", "15000", "--compare", "memory=3008,duration=6000"],
  );
  expect(exitCode).toBe(0);
  expect(stdout).toContain("+$43.75");
});

it.each([
  ["cost", "cost needs --duration"],
  ["cost --duration 1s", '--duration is a whole number from 0 to 900000, not "1s".'],
  ["cost --duration 1 --cold 2", "--cold and --init go together"],
  ["cost --duration 1 --memory 64", '--memory is a whole number from 128 to 10240, not "64".'],
  ["cost --duration 1 --compare memory", "--compare is a list such as memory=1024"],
  ["cost --duration 1 --compare size=2", "What --compare changes is one of memory, duration, arch, init"],
  ["cost --duration 1 --compare arch=arm", '--compare arch is one of x86_64, arm64, not "arm".'],
])("refuses %s in words", (argv, message) => {
  expect(() => parseArguments(argv.split(" "))).toThrow(message);
});

it("refuses files beside a memory size", () => {
  const { exitCode, stderr } = runAnalyzer(
    temporaryProject({}),
    ...["cost", "src", "--memory", "512", "--duration", "1"],
  );
  expect(exitCode).toBe(2);
  expect(stderr).toContain("leave one of them out");
});
