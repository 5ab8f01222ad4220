// How people use the page /docs. For scripts that are run with the server's URL first.
import assert from 'node:assert/strict';

const url = process.argv[2];

export async function authorize(page, token) {
    await page.click('.auth-wrapper .btn.authorize');
    await page.fill('input[aria-label="auth-bearer-value"]', token);
    await page.click('.modal-ux .auth-container:has(input[aria-label="auth-bearer-value"]) button[type="submit"]');
    await page.click('.modal-ux .close-modal');
}

export const isAuthorized = (page) => page.locator('.auth-wrapper .btn.authorize.locked').count();

export const operation = (page, group, id) => page.locator(`#operations-${group}-${id}`);

export async function unfold(block) {
    await block.locator('.opblock-summary-control').click();
    await block.locator('.try-out__btn').click();
}

/** Presses Execute; the answer's JSON. */
export async function execute(page, block) {
    const answered = page.waitForResponse((response) => response.url().startsWith(url) && !response.url().includes('/openapi.json'));
    await block.locator('.btn.execute').click();
    const response = await answered;
    assert.equal(response.status(), 200, await response.text());
    await block.locator('.live-responses-table tbody .response-col_status').waitFor();
    return response.json();
}
