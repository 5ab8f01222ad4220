// Makes what pages load part of a program: node pack.mjs LIST OUTPUT [NODE_MODULES]
// LIST is a module that names the files, each with what it is put together from, and the namespace of the program that has them. Each file is
// compressed here, once and as small as it gets; OUTPUT/assets.cpp includes the results and tells name, type and fingerprint.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [list, output, modules] = process.argv.slice(2);
const { files, header, namespace } = await import(resolve(list));
const types = { '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml' };

function read({ name, from, replace }) {
    const whole = from.map((path) => readFileSync(path, 'utf8')).join('\n');
    // Maps of the sources are not shipped.
    const text = whole.replace(/\n(\/\/# sourceMappingURL=\S+|\/\*# sourceMappingURL=\S+ ?\*\/)\s*$/, '\n');
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
        return { symbol: `flyte_webhook_${namespace}_asset${index}${form}`, path, size: packed.length };
    });
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
    return { ...file, hash, parts };
}

const blob = ({ symbol, path }) => `asm(".section .rodata\\n" ".global ${symbol}\\n" "${symbol}:\\n" ".incbin ${JSON.stringify(path).replaceAll('"', '\\"')}\\n" ".previous\\n");
extern "C" { extern const char ${symbol}[]; }`;
const view = ({ symbol, size }) => `{${symbol}, ${size}}`;
const row = ({ name, hash, parts }) => `        {"${name}", "${types[extname(name)]}", "${hash}", ${parts.map(view).join(', ')}},`;

mkdirSync(output, { recursive: true });
const packed = files(modules).map(pack);
writeFileSync(join(output, 'assets.cpp'), `// Made by pack.mjs.
#include "${header}"

${packed.flatMap(({ parts }) => parts.map(blob)).join('\n')}

namespace flyte_webhook::${namespace}
{

const std::vector<host::Asset>& assets()
{
    static const std::vector<host::Asset> all{
${packed.map(row).join('\n')}
    };
    return all;
}

} // namespace flyte_webhook::${namespace}
`);
