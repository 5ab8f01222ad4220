'use strict';
// The documents that a page can show: the one for everybody, and the one for a caller, which shows single tasks too. The second is asked for
// with what somebody has authorised with, which is remembered as long as the tab is open and nowhere else, or with what the browser sends
// by itself, such as a cookie.
const documents = (() => {
    const key = 'flyte-webhook-authorized';
    const place = document.getElementById('pages');

    const remembered = () => {
        try {
            return JSON.parse(sessionStorage.getItem(key)) ?? {};
        } catch {
            return {}; // not ours, or storage is switched off
        }
    };

    const remember = (authorized) => {
        try {
            sessionStorage.setItem(key, JSON.stringify(authorized));
        } catch {
            // Without storage one authorises once a page.
        }
    };

    const headersOf = (authorized) => {
        const headers = {};
        for (const { schema, value } of Object.values(authorized)) {
            if (schema.type === 'http') headers.Authorization = `Bearer ${value}`;
            if (schema.type === 'apiKey' && schema.in === 'header') headers[schema.name] = value;
        }
        return headers;
    };

    const read = async (address, headers) => {
        const response = await fetch(address, { headers });
        const text = await response.text();
        if (response.ok) return text;
        throw new Error(response.headers.get('Content-Type') === 'application/json' ? JSON.parse(text).detail : response.statusText);
    };

    return {
        place,
        remembered,
        remember,
        address: place.dataset.document,

        /** Whether there is a document for who has authorised with that. */
        has: (authorized) =>
            'typed' in place.dataset && ('signedIn' in place.dataset || Object.keys(headersOf(authorized)).length > 0),

        /** The text of the document for who has authorised with that. */
        own: (authorized) => read(place.dataset.typed, headersOf(authorized)),
    };
})();
