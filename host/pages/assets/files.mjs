// What /docs, /redoc and the page at the root load; see pack.mjs. `modules` is the folder of the npm packages.
import { join } from 'node:path';

const own = new URL('.', import.meta.url).pathname;

export const header = 'pages/assets.h', namespace = 'host';

export const files = (modules) => [
    { name: 'swagger-ui.css', from: [join(modules, 'swagger-ui-dist/swagger-ui.css')] },
    { name: 'swagger-ui.js', from: [join(modules, 'swagger-ui-dist/swagger-ui-bundle.js')] },
    // Its logo lies on another host, which the page may not ask; a picture that cannot be read is left out by ReDoc itself.
    { name: 'redoc.js', from: [join(modules, 'redoc/bundles/redoc.standalone.js')], replace: ['https://cdn.redoc.ly/redoc/logo-mini.svg', 'data:,'] },
    { name: 'docs.js', from: [join(own, 'documents.js'), join(own, 'docs.js')] },
    { name: 'redoc-page.js', from: [join(own, 'documents.js'), join(own, 'redoc-page.js')] },
    { name: 'page.css', from: [join(own, 'colors.css'), join(own, 'page.css')] },
    { name: 'icon.svg', from: [join(own, 'icon.svg')] },
];
