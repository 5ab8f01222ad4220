// Whether what a page shows can be read: texts against what lies behind them, and the width that they need.
import assert from 'node:assert/strict';

const leastContrast = 4.5; // WCAG 2.2, 1.4.3

/** In the page: each visible text below `root` with its colour and the one behind it, as red, green, blue and opacity. */
function texts(root) {
    const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const channels = (colour) => {
        pixel.clearRect(0, 0, 1, 1);
        pixel.fillStyle = colour;
        pixel.fillRect(0, 0, 1, 1);
        return [...pixel.getImageData(0, 0, 1, 1).data];
    };
    // What lies behind a page that has no colour of its own.
    const probe = document.documentElement.appendChild(document.createElement('i'));
    probe.style.backgroundColor = 'Canvas';
    const blank = channels(getComputedStyle(probe).backgroundColor);
    probe.remove();
    const behind = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const colour = channels(getComputedStyle(at).backgroundColor);
            if (colour[3] > 0) return colour;
        }
        return blank;
    };
    const found = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!node.data.trim() || !element.checkVisibility() || element.closest('noscript, rect')) continue;
        const style = getComputedStyle(element);
        found.push({ text: node.data.trim(), front: channels(element.closest('svg') ? style.fill : style.color), back: behind(element) });
    }
    return found;
}

function luminance([red, green, blue]) {
    const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function contrast(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
}

/** Each text in the element stands out from what is behind it; the colours, for a comparison. */
export async function checkContrast(page, selector = 'body') {
    const found = await page.locator(selector).first().evaluate(texts);
    assert.ok(found.length > 0, `${selector} shows no text`);
    for (const { text, front, back } of found) {
        assert.deepEqual([front[3], back[3]], [255, 255], `"${text}" or what is behind it can be looked through`);
        const ratio = contrast(front, back);
        assert.ok(ratio >= leastContrast, `"${text}": ${front} on ${back} have a contrast of ${ratio.toFixed(2)}`);
    }
    return found.map(({ front, back }) => `${front} on ${back}`);
}

/** Nothing is wider than the screen. */
export async function checkWidth(page) {
    const { needed, there } = await page.evaluate(() => ({ needed: document.documentElement.scrollWidth, there: window.screen.width }));
    assert.ok(needed <= there, `${page.url()} is ${needed} wide on a screen of ${there}`);
}
