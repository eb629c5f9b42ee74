import type { SourceFile } from "./corpus.js";
import type { Figure } from "./figures.js";
import pluginFromSource from "../src/index.js";
import { lambdaModelBuilds } from "../src/lambda/get-lambda-model.js";
import { getLambda } from "../src/rule-kit/get-lambda.js";
import { addedRuleId as evidenceRuleId, createESLintWithRule, createESLintWithRules, lint } from "./lint.js";

/** Tells the files in which the plugin sees Lambda code from the others. Files that do not parse are left out. */
export async function splitByEvidence(
  sources: readonly SourceFile[],
): Promise<{ lambda: SourceFile[]; other: SourceFile[] }> {
  const eslint = createESLintWithRule({
    create: (context) => ({
      Program(node) {
        const model = getLambda(context as unknown as Parameters<typeof getLambda>[0]);
        if (model.hasEvidence) context.report({ node, message: "evidence" });
      },
    }),
  });
  const lambda: SourceFile[] = [];
  const other: SourceFile[] = [];
  for (const source of sources) {
    const { messages } = await lint(eslint, source);
    if (messages.some(({ fatal }) => fatal)) continue;
    const hasEvidence = messages.some(({ ruleId }) => ruleId === evidenceRuleId);
    (hasEvidence ? lambda : other).push(source);
  }
  return { lambda, other };
}

/** How many models all rules together build for one syntax tree: those of the files, and of others that they ask. */
export async function countModelBuilds(sources: readonly SourceFile[]): Promise<Figure[]> {
  // From source: the package does not export its counter.
  const eslint = createESLintWithRules({}, pluginFromSource);
  const before = { ...lambdaModelBuilds };
  for (const source of sources) await lint(eslint, source);
  const { count, trees } = lambdaModelBuilds;
  const builds = (count - before.count) / (trees - before.trees || 1);
  return [{ name: "models built for a syntax tree", value: builds, unit: "", goal: 1 }];
}
