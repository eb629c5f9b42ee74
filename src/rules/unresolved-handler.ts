import { collectExports } from "../lambda/handlers/exports.js";
import { describeFunction, describePlace } from "../rule-kit/configured-handlers.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";
import { getConfiguredFunctions } from "../rule-kit/get-function-facts.js";
import { findClosest } from "../rule-kit/closest-word.js";
import { getSyntax } from "../syntax/syntax.js";
import { missesExport } from "../lambda/handlers/missing-export.js";

export default createConfigRule({
  name: "unresolved-handler",
  meta: {
    type: "problem",
    docs: {
      description: "disallow handlers in the configuration that their file does not export",
      recommended: "error",
      strict: "error",
      seed: ["LESS-03"],
    },
    messages: {
      missingExport:
        "{{fn}} calls the export `{{name}}` of this file ({{place}}), which has none of that name{{hint}}: every invocation fails with `Runtime.HandlerNotFound`. Add it, or name another one in the configuration.",
      noHandler:
        "`{{id}}` is deployed as a zip file and names no `Handler`, so Lambda would not know what to call: the deployment fails. Add it, as `src/app.handler`.",
      handlerNotExported:
        "The handler of `{{id}}` is `{{name}}` of {{file}}, which exports nothing of that name: every invocation fails with `Runtime.HandlerNotFound`. Add the export there, or name another one here.",
    },
    schema: [],
  },
  check({ id, handler, place, framework, packageType }, { report, context }) {
    const { status, raw, exportName, tried } = handler;
    const needsHandler = framework === "sam" || framework === "cloudformation";
    if (raw === undefined && packageType === "zip" && needsHandler)
      report({ place, messageId: "noHandler", data: { id } });
    const [file] = tried;
    if (status !== "export-missing" || exportName === undefined || file === undefined) return;
    report({
      place: raw?.k === "known" ? raw.place : place,
      messageId: "handlerNotExported",
      data: { id, name: exportName, file: describePlace({ file, line: 1, column: 1 }, context) },
    });
  },
  code(context) {
    return {
      "Program:exit"(program) {
        const functions = getConfiguredFunctions(context);
        if (functions.length === 0) return;
        const { facts } = getSyntax(context.sourceCode);
        for (const fn of functions) {
          const { exportName, raw } = fn.handler;
          if (exportName === undefined || !missesExport(facts, exportName)) continue;
          const names = collectExports(facts).flatMap(({ name }) => (name === "default" ? [] : name));
          const closest = findClosest(exportName, names) ?? (names.length === 1 ? names[0] : undefined);
          const [first] = program.body;
          context.report({
            loc:
              first === undefined
                ? { line: 1, column: 0 }
                : { start: first.loc.start, end: lineEnd(first.loc.start, context.sourceCode.lines) },
            messageId: "missingExport",
            data: {
              fn: describeFunction(fn, context),
              name: exportName,
              place: describePlace(raw !== undefined && "place" in raw ? raw.place : fn.place, context),
              hint: closest === undefined ? "" : `, but \`${closest}\``,
            },
          });
        }
      },
    };
  },
});

function lineEnd({ line }: { line: number }, lines: readonly string[]): { line: number; column: number } {
  return { line, column: lines[line - 1]?.length ?? 0 };
}
