import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { reportColdAsHtml } from "../../src/reporters/cold-html/report-cold-as-html.js";
import type { ColdReport } from "../../src/reports/cold/cold-report.js";
import { cost, estimateOf, reportOf } from "../reports/cold-fixtures.js";
import { temporaryProject } from "../support/temporary-project.js";
import { hostileNames } from "./hostile.js";

const executablePath = "/usr/bin/chromium";
const hasChromium = existsSync(executablePath);
if (!hasChromium) {
  console.warn(
    `The page is not tested in a browser: there is no ${executablePath}. On Debian: apt-get install chromium.`,
  );
}

const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

describe.skipIf(!hasChromium)("the page in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args });
  });
  afterAll(() => browser.close());

  /** Opens the page of a report, and fails the test for whatever the page complains about or asks the network for. */
  async function open(report: ColdReport, colorScheme: "light" | "dark" = "light"): Promise<Page> {
    const file = join(temporaryProject({}), "cold.html");
    writeFileSync(file, reportColdAsHtml({ report, comparison: undefined, mode: "unbundled" }).output);
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, colorScheme });
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("dialog", (dialog) => complaints.push(dialog.message()));
    page.on("request", (request) => complaints.push(request.url()));
    const address = pathToFileURL(file).href;
    await page.goto(address);
    onTestFinished(async () => {
      await page.close();
      expect(complaints).toEqual([address]);
    });
    return page;
  }

  const twoHandlers = () =>
    reportOf([
      estimateOf("/project/src/a.ts"),
      estimateOf("/project/src/b.ts", {
        unbundled: { ...estimateOf("x").estimate.unbundled, ...cost(20, 30, 40) },
      }),
    ]);

  it("loads nothing, and maps each package to an area by its share of the time", async () => {
    const page = await open(await twoHandlers());
    const cells = await page.locator(".handler:visible .map .cell").all();
    const areas = await Promise.all(
      cells.map(async (cell) => {
        const { width, height } = (await cell.locator("rect").first().boundingBox())!;
        return { name: await cell.getAttribute("data-name"), area: width * height };
      }),
    );
    expect(areas.map(({ name }) => name)).toEqual(["pdfkit 0.15.0", "Node.js", "your code"]);
    const whole = areas.reduce((sum, { area }) => sum + area, 0);
    const shares = areas.map(({ area }) => area / whole);
    for (const [index, share] of [200 / 300, 60 / 300, 40 / 300].entries()) {
      expect(shares[index]).toBeCloseTo(share, 1);
    }
  });

  it("is used with the keyboard alone: the map, its detail, and the table", async () => {
    const page = await open(await reportOf([estimateOf("/project/src/a.ts")]));
    await page.locator(".skip").focus();
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    expect(await focused.getAttribute("aria-label")).toBe(
      "pdfkit 0.15.0: 200 ms, 67 % of the init time, 150 modules, 2.0 MB",
    );
    expect(await page.locator(".detail").innerText()).toContain("src/a.ts → pdfkit/index.js");
    await page.keyboard.press("Tab");
    expect(await focused.getAttribute("data-name")).toBe("Node.js");
    await page.getByRole("button", { name: "Import" }).focus();
    await page.keyboard.press("Enter");
    const names = () => page.locator(".handler tbody th").allInnerTexts();
    expect(await names()).toEqual(["@aws-sdk/client-s3 line 2", "pdfkit line 3"]);
    expect(await page.getByRole("columnheader", { name: "Import" }).getAttribute("aria-sort")).toBe(
      "ascending",
    );
    await page.keyboard.press("Space");
    expect(await names()).toEqual(["pdfkit line 3", "@aws-sdk/client-s3 line 2"]);
    expect(await page.locator(".handler [aria-sort]:not([aria-sort=none])").count()).toBe(1);
    await page.getByRole("button", { name: "Modules" }).click();
    expect(await names()).toEqual(["pdfkit line 3", "@aws-sdk/client-s3 line 2"]);
  });

  it("shows the handler that is picked, from the list and from the table", async () => {
    const page = await open(await twoHandlers());
    const visible = page.locator(".handler:visible h2");
    expect(await visible.allInnerTexts()).toEqual(["src/a.ts"]);
    await page.getByLabel("Handler", { exact: true }).selectOption("src/b.ts");
    await expect.poll(() => visible.allInnerTexts()).toEqual(["src/b.ts"]);
    await page.getByRole("link", { name: "src/a.ts" }).click();
    await expect.poll(() => visible.allInnerTexts()).toEqual(["src/a.ts"]);
    expect(await page.getByLabel("Handler", { exact: true }).inputValue()).toBe("handler-1");
  });

  it("names and labels everything that takes the focus", async () => {
    const page = await open(await twoHandlers());
    const nameless = await page.evaluate(`
      [...document.querySelectorAll("[tabindex='0'], button, a, select, summary")]
        .filter((element) => (element.ariaLabel ?? element.textContent).trim() === "" && !element.labels?.length)
        .map((element) => element.outerHTML)`);
    expect(nameless).toEqual([]);
  });

  it.each(["light", "dark"] as const)("can be read when it is %s", async (scheme) => {
    const page = await open(await twoHandlers(), scheme);
    const ratios = await page.evaluate<readonly { selector: string; ratio: number }[]>(contrastScript);
    expect(ratios.length).toBeGreaterThan(6);
    for (const { selector, ratio } of ratios) expect(ratio, selector).toBeGreaterThanOrEqual(4.5);
    const fills = await page.evaluate<string[]>(
      `[...document.querySelectorAll(".cell > rect:first-child")].map((rect) => getComputedStyle(rect).fill)`,
    );
    expect(new Set(fills).size).toBe(3);
  });

  it("does not scroll sideways on a phone", async () => {
    const long = estimateOf(`/project/${"deep/".repeat(30)}handler.ts`);
    const page = await open(await reportOf([long, estimateOf("/project/b.ts")]));
    await page.setViewportSize({ width: 380, height: 800 });
    const widths = `["scrollWidth", "clientWidth"].map((name) => document.documentElement[name])`;
    const [scroll, client] = await page.evaluate<number[]>(widths);
    expect(scroll).toBe(client);
  });

  it("shows hostile names as text, and runs none of them", async () => {
    const hostile = hostileNames.map((name) => {
      const { estimate, parts = [] } = estimateOf(`/project/${name}`);
      return {
        estimate: {
          ...estimate,
          imports: estimate.imports.map((item) => ({ ...item, specifier: name })),
          problems: [{ file: name, importer: name, message: name }],
          whatIfs: [{ kind: "lazy-import" as const, subject: name, action: name, saves: cost(1, 1, 1) }],
        },
        parts: parts.map((part) => ({
          ...part,
          name,
          version: name,
          why: [name],
          files: part.files.map((f) => ({ ...f, file: name })),
        })),
      };
    });
    const page = await open(await reportOf(hostile));
    expect(await page.locator("script").count()).toBe(1);
    expect(await page.locator("img, iframe, object, embed, link, base, form").count()).toBe(0);
    for (const cell of await page.locator(".handler:visible .cell").all()) await cell.focus();
    const options = await page.locator("option").allInnerTexts();
    expect(options).toHaveLength(hostileNames.length);
    expect(options).toContain("<script>alert(1)</script>.ts");
    const handlers = await page.evaluate(`
      [...document.querySelectorAll("*")].flatMap((element) =>
        element.getAttributeNames().filter((name) => name.startsWith("on")))`);
    expect(handlers).toEqual([]);
  });
});

/** Runs in the page: contrast of the first element of each selector with what is behind it, as WCAG 2 computes it. */
const contrastScript = `
(() => {
  const numbers = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (color) => {
    const linear = numbers(color).map((part) => part / 255)
      .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const background = (element) => {
    const { backgroundColor } = getComputedStyle(element);
    return numbers(backgroundColor)[3] === 0 ? background(element.parentElement) : backgroundColor;
  };
  return ["h1", ".quiet", ".mode h3", "td.number", "code", ".better", "tbody a", ".detail"].map((selector) => {
    const element = document.querySelector(selector);
    const pair = [luminance(getComputedStyle(element).color), luminance(background(element))];
    return { selector, ratio: (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05) };
  });
})()`;
