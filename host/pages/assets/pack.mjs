// Makes what the pages load part of the server: node pack.mjs NODE_MODULES OUTPUT
// Each file is compressed here, once and as small as it gets; OUTPUT/assets.cpp includes the results and tells name, type and fingerprint.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [modules, output] = process.argv.slice(2);
const own = new URL('.', import.meta.url).pathname;
const script = 'text/javascript; charset=utf-8', style = 'text/css; charset=utf-8';
const files = [
    { name: 'swagger-ui.css', from: join(modules, 'swagger-ui-dist/swagger-ui.css'), type: style },
    { name: 'swagger-ui.js', from: join(modules, 'swagger-ui-dist/swagger-ui-bundle.js'), type: script },
    // Its logo lies on another host, which the page may not ask; a picture that cannot be read is left out by ReDoc itself.
    { name: 'redoc.js', from: join(modules, 'redoc/bundles/redoc.standalone.js'), type: script,
      replace: ['https://cdn.redoc.ly/redoc/logo-mini.svg', 'data:,'] },
    { name: 'docs.js', from: join(own, 'docs.js'), type: script },
    { name: 'page.css', from: join(own, 'page.css'), type: style },
    { name: 'icon.svg', from: join(own, 'icon.svg'), type: 'image/svg+xml' },
];

function read({ name, from, replace }) {
    // Maps of the sources are not shipped.
    let text = readFileSync(from, 'utf8').replace(/\n(\/\/# sourceMappingURL=\S+|\/\*# sourceMappingURL=\S+ ?\*\/)\s*$/, '\n');
    if (!replace) return text;
    const parts = text.split(replace[0]);
    if (parts.length !== 2) throw new Error(`${name}: "${replace[0]}" is in it ${parts.length - 1} times, not once; see what this version does instead`);
    return parts.join(replace[1]);
}

function brotli(bytes) {
    return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
}

function pack(file, index) {
    const bytes = Buffer.from(read(file));
    const forms = { gzip: gzipSync(bytes, { level: 9 }), brotli: brotli(bytes) };
    const parts = Object.entries(forms).map(([form, packed]) => {
        const path = join(output, `${file.name}.${form}`);
        writeFileSync(path, packed);
        return { symbol: `flyteWebhookAsset${index}${form}`, path, size: packed.length };
    });
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
    return { ...file, hash, parts };
}

const blob = ({ symbol, path }) => `asm(".section .rodata\\n" ".global ${symbol}\\n" "${symbol}:\\n" ".incbin ${JSON.stringify(path).replaceAll('"', '\\"')}\\n" ".previous\\n");
extern "C" { extern const char ${symbol}[]; }`;
const view = ({ symbol, size }) => `{${symbol}, ${size}}`;
const row = ({ name, type, hash, parts }) => `        {"${name}", "${type}", "${hash}", ${parts.map(view).join(', ')}},`;

mkdirSync(output, { recursive: true });
const packed = files.map(pack);
writeFileSync(join(output, 'assets.cpp'), `// Made by pack.mjs.
#include "pages/assets.h"

${packed.flatMap(({ parts }) => parts.map(blob)).join('\n')}

namespace flyte_webhook::host
{

const std::vector<Asset>& assets()
{
    static const std::vector<Asset> all{
${packed.map(row).join('\n')}
    };
    return all;
}

} // namespace flyte_webhook::host
`);
