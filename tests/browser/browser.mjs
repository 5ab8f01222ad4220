// What scripts share that use pages as people do, in a real browser that reaches nothing but this machine.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const patience = 60_000;

/** Calls use(browser), and ends the browser. */
export async function withBrowser(use) {
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-background-networking', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    });
    try {
        await use(browser);
    } finally {
        await browser.close();
    }
}

/** What a page must not do, written down while it is used; the result checks that there was nothing. */
export function watch(page, url) {
    const wrongs = [];
    page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) wrongs.push(`${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => wrongs.push(`script: ${error}`));
    page.on('requestfailed', (request) => wrongs.push(`failed: ${request.url()}`));
    page.on('request', (request) => {
        const address = request.url();
        if (![`${url}/`, 'blob:', 'data:'].some((begin) => address.startsWith(begin))) wrongs.push(`asked for: ${address}`);
        if (request.headers().referer) wrongs.push(`referrer to ${address}: ${request.headers().referer}`);
    });
    return () => assert.deepEqual(wrongs, []);
}

/** A page that is watched, and the check of what it did. `prepare` is called before it is loaded. */
export async function open(context, url, path, prepare = async () => {}) {
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    const check = watch(page, url);
    await prepare(page);
    await page.goto(url + path);
    return { page, check };
}

export const picture = (page, folder, name) => page.screenshot({ path: join(folder, name), animations: 'disabled' });
