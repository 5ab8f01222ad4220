// Uses the pages /docs, /redoc and / as people do: node docs.mjs URL PICTURES
// Ends with 1 and says why when something is not as it should be. PICTURES is a folder for a picture of each page.
import assert from 'node:assert/strict';
import { open as openAt, patience, picture as pictureIn, withBrowser } from './browser.mjs';
import { checkContrast } from './readable.mjs';
import { authorize, execute, isAuthorized, operation, unfold } from './swagger.mjs';

const [url, pictures] = process.argv.slice(2);
const open = (context, path) => openAt(context, url, path);
const picture = (page, name) => pictureIn(page, pictures, name);

/** Runs the greeting from the page, with what the document's examples fill in. */
async function runGreeting(page) {
    const block = operation(page, 'task', 'run_task');
    await unfold(block);
    assert.equal(await block.locator('tr[data-param-name="name"] input').inputValue(), 'hello');
    assert.deepEqual(JSON.parse(await block.locator('.body-param__text').inputValue()), { name: 'Ada' });
    const run = await execute(page, block);
    assert.match(await block.locator('.live-responses-table .highlight-code').first().innerText(), new RegExp(run.name));
    return run.name;
}

async function outputsOf(page, run) {
    const block = operation(page, 'run', 'get_run_io');
    await unfold(block);
    await block.locator('tr[data-param-name="name"] input').fill(run);
    for (const deadline = Date.now() + patience; Date.now() < deadline; ) {
        const io = await execute(page, block);
        if (io.outputs) return { block, outputs: io.outputs };
    }
    throw new Error(`${run} has no outputs`);
}

async function docs(context, document) {
    const { page, check } = await open(context, '/docs');
    await page.locator('.opblock').first().waitFor();
    assert.equal(await page.title(), document.info.title);
    const ids = Object.values(document.paths).flatMap((item) => Object.values(item).map((each) => each.operationId));
    assert.deepEqual((await page.locator('.opblock-summary-operation-id').allInnerTexts()).sort(), ids.sort());
    await picture(page, 'docs.png');

    await authorize(page, 'alice');
    await page.reload();
    await page.locator('.auth-wrapper .btn.authorize.locked').waitFor();
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    const run = await runGreeting(page);
    const { block, outputs } = await outputsOf(page, run);
    assert.deepEqual(outputs, { greeting: 'Hello, Ada!' });
    await block.scrollIntoViewIfNeeded();
    await block.locator('.live-responses-table').scrollIntoViewIfNeeded();
    await picture(page, 'docs-run.png');
    check();

    const other = await open(context, '/docs');
    await other.page.locator('.auth-wrapper .btn.authorize').waitFor();
    assert.equal(await isAuthorized(other.page), 0, 'another tab is authorised as well');
    other.check();
}

async function redoc(context, document) {
    const { page, check } = await open(context, '/redoc');
    await page.getByRole('heading', { name: document.info.title }).waitFor();
    await page.getByRole('heading', { name: document.paths['/run/{name}/io'].get.summary }).waitFor();
    await picture(page, 'redoc.png');
    await page.fill('input[placeholder="Search..."]', 'outputs of a run');
    await page.locator('[data-role="search:results"] li').first().waitFor();
    check();
}

async function front(context) {
    const { page, check } = await open(context, '/');
    assert.equal(await page.locator('dt').count(), 7);
    await picture(page, 'front.png');
    await page.getByRole('link', { name: 'Try it out' }).click();
    await page.locator('.opblock').first().waitFor();
    check();
}

/** Who works by night can read the pages as well. */
async function night(browser) {
    const context = await browser.newContext({ colorScheme: 'dark' });
    for (const [path, selectors] of [['/', ['main']], ['/docs', ['.info .title', '.opblock-summary']], ['/redoc', ['h1', 'h2']]]) {
        const { page, check } = await open(context, path);
        await page.locator(selectors.at(-1)).first().waitFor();
        for (const selector of selectors) await checkContrast(page, selector);
        check();
    }
}

/** What an operator writes into title and description is shown, not run. */
async function hostile(browser, document) {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(patience);
    const info = { ...document.info, title: '<script>document.x = 1</script>', description: '<img src=x onerror="document.x = 1">' };
    await page.route('**/openapi.json', (route) => route.fulfill({ json: { ...document, info } }));
    await page.goto(`${url}/docs`);
    await page.locator('.info .title').getByText('<script>').waitFor();
    assert.equal(await page.evaluate(() => document.x), undefined);
}

await withBrowser(async (browser) => {
    const document = await (await fetch(`${url}/openapi.json`)).json();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
    await front(context);
    await redoc(context, document);
    await docs(context, document);
    await night(browser);
    await hostile(browser, document);
});
