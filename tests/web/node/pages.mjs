// Looks at pages in Chromium: node pages.mjs CHROMIUM PICTURES ADDRESS ...
// PICTURES is a folder, or - for none and fewer looks. Prints, for each page and look, what axe-core finds, how far
// the page is wider than the window, and the colour of its heading on paper.
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

// Without styles, colours and sizes are the browser's own.
const FEW = [['light', 1280, true], ['dark', 320, true], ['light', 320, false]];
const ALL = [...FEW, ['dark', 1280, true], ['light', 320, true], ['light', 1280, false]];

const [executablePath, pictures, ...addresses] = process.argv.slice(2);
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const found = [];
for (const [scheme, width, styles] of pictures === '-' ? FEW : ALL) {
  // The policy of the pages lets axe-core run as little as anything else.
  const context = await browser.newContext({
    colorScheme: scheme, viewport: { width, height: 800 }, bypassCSP: true, javaScriptEnabled: true,
    locale: width === 320 ? 'de' : 'en-US',
  });
  await context.route('**/*', (route) => {
    const request = route.request();
    const foreign = !addresses.some((each) => request.url().startsWith(new URL(each).origin));
    return foreign || (!styles && request.resourceType() === 'stylesheet') ? route.abort() : route.continue();
  });
  const page = await context.newPage();
  for (const [place, address] of addresses.entries()) {
    await page.goto(address, { waitUntil: 'load' });
    if (pictures !== '-' && styles) {
      await page.screenshot({ path: `${pictures}/${place}-${scheme}-${width}.png`, fullPage: true });
    }
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    // Paper is white, whatever the scheme of the screen.
    await page.emulateMedia({ media: 'print' });
    const ink = await page.evaluate(() => getComputedStyle(document.querySelector('h1')).color);
    await page.emulateMedia({ media: null });
    await page.addScriptTag({ path: axe });
    const violations = await page.evaluate(async () => {
      const result = await window.axe.run();
      return result.violations.map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 200)}`);
    });
    found.push({ address, scheme, width, styles, wider, ink, violations });
  }
  await context.close();
}
await browser.close();
console.log(JSON.stringify(found));
