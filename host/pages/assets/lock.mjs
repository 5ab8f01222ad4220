// Writes package-lock.json for package.json: node host/pages/assets/lock.mjs
// The bundles hold what their packages depend on, so only the packages themselves are locked, and nothing else is fetched by a build.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

process.chdir(import.meta.dirname ?? new URL('.', import.meta.url).pathname);
execFileSync('npm', ['install', '--package-lock-only'], { stdio: 'inherit' });
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const root = lock.packages[''];
const named = Object.keys(root.dependencies).map((name) => {
    const { version, integrity, license } = lock.packages[`node_modules/${name}`];
    return [`node_modules/${name}`, { version, integrity, license }];
});
lock.packages = Object.fromEntries([['', root], ...named]);
writeFileSync('package-lock.json', JSON.stringify(lock, null, 2) + '\n');
