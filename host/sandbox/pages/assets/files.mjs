// What the sandbox's pages load; see pack.mjs of the host's pages, with which they share colours and icon.
import { join } from 'node:path';

const own = new URL('.', import.meta.url).pathname, shared = join(own, '../../../pages/assets');

export const header = 'sandbox/pages/assets.h', namespace = 'sandbox';

export const files = () => [
    { name: 'console.css', from: [join(shared, 'colors.css'), join(own, 'console.css')] },
    { name: 'follow.js', from: [join(own, 'follow.js')] },
    { name: 'icon.svg', from: [join(shared, 'icon.svg')] },
];
