// Opens HTML reports from disk in a real Chromium and prints what it finds as one line of JSON for each file.
// Usage: node browser.mjs [--screenshot FILE [--dark] [--phone]] REPORT...
// PLAYWRIGHT names the folder that holds node_modules/playwright-core, CHROMIUM the browser.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const require = createRequire(resolve(process.env.PLAYWRIGHT ?? ".", "package.json"));
const { chromium } = require("playwright-core");
const args = process.argv.slice(2);
const flag = name => { const at = args.indexOf(name); return at < 0 ? undefined : args.splice(at, 1)[0]; };
const at = args.indexOf("--screenshot");
const screenshot = at < 0 ? undefined : args.splice(at, 2)[1];
const [dark, phone] = [flag("--dark"), flag("--phone")];

// Longer than a busy machine needs for any step.
const timeout = 300_000;
const browser = await chromium.launch({
  timeout,
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
for (const report of args) {
  const page = await browser.newPage({ viewport: phone ? { width: 390, height: 844 } : { width: 1200, height: 900 },
    colorScheme: dark ? "dark" : "light" });
  page.setDefaultTimeout(timeout);
  const messages = [];
  const requests = [];
  page.on("console", m => messages.push(m.text()));
  page.on("pageerror", e => messages.push(String(e)));
  page.on("dialog", d => { messages.push("dialog " + d.message()); d.dismiss(); });
  page.on("request", r => { if (!r.url().startsWith("file:") && !r.url().startsWith("data:")) requests.push(r.url()); });
  await page.goto(pathToFileURL(resolve(report)).href);
  const cards = page.locator("#cards > article");
  const result = { file: report, verdict: await page.textContent("#verdict"), cards: await cards.count(),
    shown: await page.textContent("#shown") };
  result.elements = await page.locator("*").count();
  const paint = await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  result.paint = await paint.jsonValue();
  result.ready = await page.evaluate(() => performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart);
  if (screenshot) await page.locator("details").first().evaluate(d => { d.open = true; }).catch(() => {});
  for (const diff of await page.locator("#cards details").all()) await diff.evaluate(d => { d.open = true; });
  // The page draws a diff when its fold opens.
  await page.waitForFunction(() => [...document.querySelectorAll("#cards details")].every(d => d.children.length > 1));
  result.diffRows = await page.locator("table.diff tr").count();
  result.marks = await page.locator("table.diff mark").count();
  result.images = await page.locator("img, iframe, script[src], link[rel=stylesheet]").count();
  result.text = await page.evaluate(() => document.querySelector("main").textContent);
  // The share of the table that the code of both sides has: line numbers need little.
  result.codeWidth = await page.evaluate(() => {
    const row = document.querySelector("table.diff tr.same");
    const code = row ? [...row.children].filter(c => !c.classList.contains("no")) : [];
    return row ? code.reduce((sum, c) => sum + c.offsetWidth, 0) / row.offsetWidth : 0;
  });
  result.overflow = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  if (screenshot) {
    for (const diff of (await page.locator("#cards details").all()).slice(2)) await diff.evaluate(d => { d.open = false; });
    await page.screenshot({ path: screenshot });
  }
  result.canFilter = await page.isVisible("#search");
  if (result.canFilter) {
    await page.selectOption("#kind", { index: 1 });
    result.oneKind = await page.locator("#cards > article").count();
    await page.selectOption("#kind", { index: 0 });
    await page.fill("#search", "no resource has this name");
    result.noMatch = await page.locator("#cards > article").count();
    await page.fill("#search", "");
    result.again = await page.locator("#cards > article").count();
  }
  console.log(JSON.stringify({ ...result, messages, requests }));
  await page.close();
}
await browser.close();
