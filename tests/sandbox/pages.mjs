// Watches runs on the sandbox's pages: node pages.mjs PAGES API TASKS PICTURES
// PAGES and API are URLs, of the pages and of the server in front of the sandbox; TASKS is the folder of tasks, in which `report` waits for
// the file `open`. The sandbox executes one run at a time. What only the one who started it can do is asked for by a line on standard output
// and answered by one on standard input: `stop` and `start` the sandbox, and `forget` what it knows.
// Ends with 1 and says why when something is not as it should be.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { open as openAt, patience, picture, withBrowser } from './browser.mjs';
import { checkContrast, checkWidth } from './readable.mjs';

const [url, api, tasks, pictures] = process.argv.slice(2);
const desk = { viewport: { width: 1100, height: 900 } };
const phone = { viewport: { width: 360, height: 780 }, screen: { width: 360, height: 780 }, isMobile: true, hasTouch: true };
const gate = join(tasks, 'open');

const open = (context, path, prepare) => openAt(context, url, path, prepare);
const pathOf = (kind, name) => `/v2/domain/development/project/flytesnacks/${kind}/${name}`;

async function post(path, body) {
    const headers = { Authorization: 'Bearer alice', 'Content-Type': 'application/json' };
    const answer = await fetch(api + path, { method: 'POST', headers, body: body && JSON.stringify(body) });
    assert.equal(answer.status, 200, `${path}: ${await answer.clone().text()}`);
    return answer.json();
}

const run = async (task, inputs = {}) => (await post(`/run-task/development/flytesnacks/${task}`, inputs)).name;
const abort = (name) => post(`/run/${name}/abort?reason=enough`);

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function please(what) {
    console.log(`please ${what}`);
    assert.equal((await lines.next()).value, 'done', what);
}

/** A page that is loaded anew loses its mark. */
const mark = (page) => page.evaluate(() => void (window.isTheSame = true));
const checkMark = async (page) => assert.ok(await page.evaluate(() => window.isTheSame), 'the page was loaded anew');

const shows = (page, phase) => page.locator('#state').getByText(phase, { exact: true }).waitFor();
const says = (page, words) => page.locator('#notice').getByText(words).waitFor();
const bars = (page) => page.locator('#timeline rect.bar').evaluateAll((all) => all.map((bar) => bar.classList[1]));

/** Resolves once the server said that a page has not changed. */
async function unchanged(context, page) {
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    const heard = new Promise((resolve) =>
        session.on('Network.responseReceivedExtraInfo', ({ statusCode }) => statusCode === 304 && resolve(true)));
    assert.ok(await Promise.race([heard, setTimeout(patience)]), 'what has not changed is sent again');
}

/** Nothing is there yet; what is started appears by itself. */
async function listed(context) {
    const { page, check } = await open(context, '/');
    await page.getByText('None yet.').waitFor();
    await mark(page);
    const name = await run('hold');
    await page.locator('#runs').getByRole('link', { name }).waitFor();
    await page.locator('#runs .word.running').waitFor();
    await unchanged(context, page);
    await checkMark(page);
    check();
    return name;
}

/** A run waits for another, runs and ends while one watches; the other is aborted. */
async function followed(context, held) {
    const first = await open(context, pathOf('runs', held));
    await shows(first.page, 'running');
    const name = await run('report', { title: 'Sales of March' });
    const { page, check } = await open(context, pathOf('runs', name));
    await shows(page, 'queued');
    assert.deepEqual(await bars(page), ['queued']);
    assert.match(await page.title(), /: queued/);
    for (const each of [first.page, page]) await mark(each);

    await abort(held);
    await shows(first.page, 'aborted');
    await first.page.locator('#outcome').getByText('by alice: enough').waitFor();
    await first.page.locator('#timeline rect.end.aborted').waitFor();
    await shows(page, 'running');
    await page.locator('#log').getByText('31 of 31').waitFor();
    assert.deepEqual(await bars(page), ['queued', 'initializing', 'running']);
    assert.equal(await page.locator('#timeline rect.end').count(), 0);

    writeFileSync(gate, '');
    await shows(page, 'succeeded');
    await page.locator('#outputs').getByText('Sales of March: 31 days').waitFor();
    await page.locator('#timeline rect.end.succeeded').waitFor();
    assert.match(await page.locator('#timeline figcaption').innerText(), /^Queued for .*, then succeeded, after /);
    assert.match(await page.title(), /: succeeded/);
    for (const each of [first, { page, check }]) {
        await checkMark(each.page);
        each.check();
    }
    await picture(page, pictures, 'sandbox-run.png');
    return name;
}

/** Whether the page asks for itself when ten minutes pass. */
async function asksLater(page, asked) {
    const before = asked();
    await page.clock.runFor('10:00');
    await page.evaluate(() => 0); // behind what it began
    return asked() > before;
}

function turn(page, hidden) {
    return page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
}

/** Nobody is asked for what cannot be seen, or is over. */
async function restrained(context) {
    const name = await run('hold');
    const { page, check } = await open(context, pathOf('runs', name), (page) => page.clock.install());
    let count = 0;
    page.on('request', () => ++count);
    const asked = () => count;
    await shows(page, 'running');
    await turn(page, true);
    assert.equal(await asksLater(page, asked), false, 'a hidden page asks for itself');
    const again = page.waitForRequest(() => true);
    await turn(page, false);
    await again;
    await abort(name);
    await shows(page, 'aborted');
    assert.equal(await asksLater(page, asked), false, 'a page of a run that is over asks for itself');
    check();
}

async function apps(context) {
    const { page, check } = await open(context, pathOf('apps', 'echo'));
    await shows(page, 'unassigned');
    await mark(page);
    await post('/app/echo/activate?wait=true');
    await shows(page, 'active');
    await page.locator('#log').getByText('listening on port').waitFor();
    await post('/app/echo/deactivate?wait=true');
    await shows(page, 'stopped');
    await checkMark(page);
    check();
}

/** A browser without scripts loads the page anew. */
async function scriptless(browser) {
    rmSync(gate);
    const context = await browser.newContext({ ...desk, javaScriptEnabled: false });
    const { page, check } = await open(context, pathOf('runs', await run('report', { title: 'x'.repeat(300) })));
    await shows(page, 'running');
    writeFileSync(gate, '');
    await shows(page, 'succeeded');
    check();
}

/** The sandbox ends and comes back while one watches, first with what it knew, then without. */
async function restarted(context) {
    const { page } = await open(context, pathOf('runs', await run('hold')));
    await shows(page, 'running');
    await mark(page);
    await please('stop');
    await says(page, 'does not answer');
    await please('start');
    await shows(page, 'failed');
    await page.locator('#outcome').getByText('the sandbox stopped').waitFor();
    assert.equal(await page.locator('#notice').innerText(), '');
    await checkMark(page);

    const other = (await open(context, pathOf('runs', await run('hold')))).page;
    await shows(other, 'running');
    await please('stop');
    await please('forget');
    await please('start');
    await says(other, 'does not have this any more');
    await shows(other, 'running');
}

async function readable(browser, screen, colorScheme, paths) {
    const context = await browser.newContext({ ...screen, colorScheme });
    const colours = [];
    for (const path of paths) {
        const { page } = await open(context, path);
        colours.push(...(await checkContrast(page)));
        await checkWidth(page);
        await page.close();
    }
    return { context, colours };
}

/** Every page, at a desk and on a phone, by day and by night. `last` is the run whose picture is kept. */
async function readEverywhere(browser, last) {
    const runs = ['run-1', last, 'run-3', 'run-4', await run('fail')].map((name) => pathOf('runs', name));
    const paths = ['/', ...runs, pathOf('apps', 'echo'), pathOf('tasks', 'report'), '/nothing'];
    const { colours: light } = await readable(browser, desk, 'light', paths);
    const { colours: dark } = await readable(browser, desk, 'dark', paths);
    assert.equal(light.filter((colour, place) => colour === dark[place]).length, 0, 'a colour is the same by day and by night');
    await readable(browser, phone, 'light', paths);
    const { context } = await readable(browser, phone, 'dark', paths);
    const { page } = await open(context, pathOf('runs', last));
    await picture(page, pictures, 'sandbox-run-phone.png');
}

await withBrowser(async (browser) => {
    const context = await browser.newContext({ ...desk, colorScheme: 'light' });
    const held = await listed(context);
    const last = await followed(context, held);
    await restrained(context);
    await apps(context);
    await scriptless(browser);
    await readEverywhere(browser, last);
    await restarted(context);
});
process.exit(); // without waiting for standard input and what else is left
