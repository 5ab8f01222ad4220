'use strict';
// Shows the document with Swagger UI. Who has authorised is remembered as long as the tab is open, and nowhere else.
(() => {
    const key = 'flyte-webhook-authorized';

    const remembered = () => {
        try {
            return JSON.parse(sessionStorage.getItem(key));
        } catch {
            return null; // not ours, or storage is switched off
        }
    };

    const remember = (system) => {
        const authorized = system.authSelectors.authorized().toJS();
        try {
            sessionStorage.setItem(key, JSON.stringify(authorized));
        } catch {
            // Without storage one authorises once a page.
        }
    };

    const rememberAfter = (original, system) => (payload) => {
        const result = original(payload);
        remember(system);
        return result;
    };

    const remembering = () => ({
        statePlugins: {
            auth: { wrapActions: { authorize: rememberAfter, logout: rememberAfter } },
        },
    });

    // Swagger UI has colours for the night, but leaves it to the page to ask for them.
    const night = matchMedia('(prefers-color-scheme: dark)');
    const dim = () => document.documentElement.classList.toggle('dark-mode', night.matches);
    night.addEventListener('change', dim);
    dim();

    const ui = SwaggerUIBundle({
        dom_id: '#pages',
        url: document.getElementById('pages').dataset.document,
        deepLinking: true,
        displayOperationId: true,
        displayRequestDuration: true,
        showCommonExtensions: true,
        validatorUrl: null,
        plugins: [remembering],
        onComplete: () => {
            const authorized = remembered();
            if (authorized) ui.authActions.authorize(authorized);
        },
    });
})();
