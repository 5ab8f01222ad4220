'use strict';
// Shows the document with ReDoc: that for who has authorised on /docs in this tab, or whom the browser signs in; else that for everybody.
// A task's description is not the operator's, so what it holds of HTML is cleaned.
(async () => {
    const authorized = documents.remembered();
    let shown = documents.address;
    if (documents.has(authorized)) {
        try {
            shown = JSON.parse(await documents.own(authorized));
        } catch (error) {
            console.warn(`The tasks are not shown. ${error.message}`);
        }
    }
    Redoc.init(shown, { sanitize: true }, documents.place);
})();
