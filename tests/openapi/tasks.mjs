// Uses the pages of a server that shows single tasks: node tasks.mjs URL PICTURES
// Ends with 1 and says why when something is not as it should be.
import assert from 'node:assert/strict';
import { open as openAt, patience, picture, withBrowser } from './browser.mjs';
import { authorize, execute, operation, unfold } from './swagger.mjs';

const [url, pictures] = process.argv.slice(2);
const open = (context, path) => openAt(context, url, path);
const newContext = (browser) => browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
const hello = 'run_task_development_flytesnacks_hello';

/** The requests for the document that a page makes from now on. */
function documentsOf(page) {
    const asked = [];
    page.on('request', (request) => {
        if (request.url().includes('/openapi.json')) asked.push(request);
    });
    return asked;
}

const shown = (page, id) => operation(page, 'task', id).count();

async function logOut(page) {
    await page.click('.auth-wrapper .btn.authorize');
    await page.click('.modal-ux .auth-container:has(input[aria-label="auth-bearer-value"], code) button:has-text("Logout")');
    await page.click('.modal-ux .close-modal');
}

/** One authorises, runs a task by an operation of its own as it is filled in, and logs out. */
async function docs(context) {
    const { page, check } = await open(context, '/docs');
    await operation(page, 'task', 'run_task').waitFor();
    assert.equal(await shown(page, hello), 0, 'a task is shown to somebody who is unknown');

    const asked = documentsOf(page);
    await authorize(page, 'alice');
    const block = operation(page, 'task', hello);
    await block.waitFor();
    assert.deepEqual(asked.map((request) => request.url()), [`${url}/openapi.json?tasks=true`]);
    assert.equal(asked[0].headers().authorization, 'Bearer alice');
    await page.locator('.auth-wrapper .btn.authorize.locked').waitFor();

    await unfold(block);
    assert.deepEqual(JSON.parse(await block.locator('.body-param__text').inputValue()), { name: 'world', times: 1 });
    await block.scrollIntoViewIfNeeded();
    await picture(page, pictures, 'docs-task.png');
    const run = await execute(page, block);
    assert.match(await block.locator('.live-responses-table .highlight-code').first().innerText(), new RegExp(run.name));

    await page.goto(`${url}/redoc`);
    await page.getByRole('heading', { name: 'Starts a run of a task: hello' }).waitFor();
    await page.goto(`${url}/docs`); // the tab remembers
    await operation(page, 'task', hello).waitFor();
    const askedAtTheEnd = documentsOf(page);
    await logOut(page);
    await operation(page, 'task', hello).waitFor({ state: 'detached' });
    assert.equal(await shown(page, 'run_task'), 1);
    assert.equal(askedAtTheEnd.length, 0, 'that the tasks go must not depend on what can be read');
    check();
}

/** Another tab knows nobody. */
async function redoc(context) {
    const { page, check } = await open(context, '/redoc');
    await page.getByRole('heading', { name: 'What a task takes and how it runs' }).waitFor();
    assert.equal(await page.getByRole('heading', { name: 'Starts a run of a task: hello' }).count(), 0);
    check();
}

/** Who is not accepted sees the document for everybody, and why it is no more. */
async function refused(context) {
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    await page.goto(`${url}/docs`);
    await operation(page, 'task', 'run_task').waitFor();
    await authorize(page, 'bad');
    await page.getByText('The tasks are not shown. Reading the types: the control plane does not accept the credentials').waitFor();
    assert.equal(await shown(page, 'run_task'), 1);
    await page.goto(`${url}/redoc`);
    await page.getByRole('heading', { name: 'What a task takes and how it runs' }).waitFor();
}

/** A browser that is signed in by a cookie need not authorise. */
async function signedIn(browser) {
    const context = await newContext(browser);
    await context.addCookies([{ name: 'session', value: 'alice', url }]);
    const docs = await open(context, '/docs');
    await operation(docs.page, 'task', hello).waitFor();
    docs.check();
    const redoc = await open(context, '/redoc');
    await redoc.page.getByRole('heading', { name: 'Starts a run of a task: hello' }).waitFor();
    redoc.check();
}

/** What the author of a task writes is shown, not run. That the browser says what it did not run is no fault. */
async function hostile(context) {
    const document = await (await fetch(`${url}/openapi.json?tasks=true`, { headers: { authorization: 'Bearer alice' } })).json();
    document.paths['/run-task/development/flytesnacks/odd.types'].post.description =
        'Looks good.<img src="data:," onerror="document.x = 1"><script>document.x = 2</script>[link](javascript:document.x=3)';
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    await page.route('**/openapi.json?tasks=true', (route) => route.fulfill({ json: document }));
    const isHarmless = async () => {
        await page.getByText('Looks good.').first().waitFor();
        assert.equal(await page.evaluate(() => document.x), undefined);
        assert.equal(await page.locator('[onerror], iframe, [href^="javascript:"]').count(), 0);
    };
    await page.goto(`${url}/docs`);
    await operation(page, 'task', 'run_task').waitFor();
    await authorize(page, 'alice');
    await operation(page, 'task', 'run_task_development_flytesnacks_odd_types').locator('.opblock-summary-control').click();
    await isHarmless();
    await page.goto(`${url}/redoc`);
    await isHarmless();
}

await withBrowser(async (browser) => {
    const context = await newContext(browser);
    await docs(context);
    await redoc(context);
    await refused(context);
    await signedIn(browser);
    await hostile(context);
});
