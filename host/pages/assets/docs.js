'use strict';
// Shows the document with Swagger UI: that for everybody, and as soon as somebody has authorised, that for them.
(() => {
    let latest = 0;
    let everybodys; // the text of the document for everybody
    let own = false; // which of the two is shown

    const show = async (system) => {
        const turn = ++latest;
        const authorized = system.authSelectors.authorized().toJS();
        if (own) system.specActions.updateSpec(everybodys); // the tasks of whoever was here before are for nobody else
        own = false;
        if (!documents.has(authorized)) return;
        try {
            const text = await documents.own(authorized);
            if (turn !== latest) return;
            system.specActions.updateSpec(text);
            own = true;
        } catch (error) {
            // What is shown stays: all but the tasks can be looked at and tried out.
            if (turn === latest) system.errActions.newThrownErr(new Error(`The tasks are not shown. ${error.message}`));
        }
    };

    const showAfter = (original, system) => (payload) => {
        const result = original(payload);
        documents.remember(system.authSelectors.authorized().toJS());
        show(system);
        return result;
    };

    const following = () => ({
        statePlugins: {
            auth: { wrapActions: { authorize: showAfter, logout: showAfter } },
        },
    });

    // Swagger UI has colours for the night, but leaves it to the page to ask for them.
    const night = matchMedia('(prefers-color-scheme: dark)');
    const dim = () => document.documentElement.classList.toggle('dark-mode', night.matches);
    night.addEventListener('change', dim);
    dim();

    let begun = false;
    const ui = SwaggerUIBundle({
        domNode: documents.place,
        url: documents.address,
        deepLinking: true,
        displayOperationId: true,
        displayRequestDuration: true,
        showCommonExtensions: true,
        validatorUrl: null,
        plugins: [following],
        onComplete: () => {
            if (begun) return; // each document that is shown completes
            begun = true;
            everybodys = ui.specSelectors.specStr();
            const authorized = documents.remembered();
            if (Object.keys(authorized).length) ui.authActions.authorize(authorized);
            else show(ui.getSystem());
        },
    });
})();
