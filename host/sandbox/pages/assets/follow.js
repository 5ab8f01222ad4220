'use strict';
// Follows what the page shows while somebody looks at it: asks for the page as often as it says and takes over what has changed. A page that
// says nothing more, because what it shows is over, is not asked for again.
(() => {
    const longestPause = 8000;
    const patience = 10000;
    const main = document.querySelector('main');
    const notice = document.getElementById('notice');
    let tag = null; // of what is shown
    let failures = 0; // in a row
    let asking = false;
    let timer;

    const isFollowed = () => main.dataset.refresh !== undefined;

    function stop() {
        delete main.dataset.refresh;
    }

    /** Parts stay where they are, so that a reader's place and what is read aloud do; only their contents are exchanged. */
    function takeOver(part) {
        const shown = document.getElementById(part.id);
        if (!shown) location.reload(); // the page is another one since the sandbox was started anew
        else if (!shown.isEqualNode(part)) shown.replaceChildren(...part.childNodes);
    }

    function show(fresh) {
        const next = fresh.querySelector('main');
        document.title = fresh.title;
        next.querySelectorAll('#state, section').forEach(takeOver);
        if (next.dataset.refresh) main.dataset.refresh = next.dataset.refresh;
        else stop();
    }

    async function take(answer) {
        if (answer.status === 404) {
            notice.textContent = 'The sandbox does not have this any more; it was started anew. What is shown is the last that was known.';
            return stop();
        }
        if (!answer.ok) throw new Error(`status ${answer.status}`);
        notice.textContent = '';
        if (answer.headers.get('ETag') === tag) return;
        show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
        tag = answer.headers.get('ETag');
    }

    async function look() {
        asking = true;
        try {
            // The browser's cache holds the page with its tag, so that one that has not changed is not sent again.
            await take(await fetch(location.href, { cache: 'no-cache', signal: AbortSignal.timeout(patience) }));
            failures = 0;
        } catch {
            ++failures;
            notice.textContent = 'The sandbox does not answer. This page goes on as soon as it does.';
        }
        asking = false;
        wait();
    }

    function wait() {
        clearTimeout(timer);
        if (document.hidden || asking || !isFollowed()) return;
        timer = setTimeout(look, Math.min(main.dataset.refresh * 2 ** failures, longestPause));
    }

    document.addEventListener('visibilitychange', () => {
        if (document.hidden) clearTimeout(timer);
        else if (isFollowed() && !asking) look();
    });
    wait();
})();
