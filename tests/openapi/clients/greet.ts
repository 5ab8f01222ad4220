// Greets Ada with the types that were made of the document: greet.ts URL TOKEN
import createClient from 'openapi-fetch';
import type { paths } from './api.js';

declare const process: { argv: string[] };
const [baseUrl, token] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });

async function start(name: string): Promise<string> {
    const path = { domain: 'development', project: 'flytesnacks', name: 'hello' };
    const { data, error } = await client.POST('/run-task/{domain}/{project}/{name}', { params: { path }, body: { name } });
    if (!data || !('url' in data)) throw new Error(`no run: ${JSON.stringify(error ?? data)}`);
    return data.name;
}

async function awaitEnd(run: string): Promise<void> {
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline) {
        const { data, error } = await client.GET('/run/{name}', { params: { path: { name: run } } });
        if (error) throw new Error(JSON.stringify(error));
        if (data.done) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${run} does not end`);
}

const run = await start('Ada');
await awaitEnd(run);
const { data } = await client.GET('/run/{name}/io', { params: { path: { name: run } } });
console.log(data?.outputs?.['greeting']);
