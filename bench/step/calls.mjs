/** The calls of a step, read off its C: a barrier ends each of them. */

/** What a call counts as, by the function it calls: the first that fits. */
const kindOf = [
  ['products', (name) => name === 'nl_multiply'],
  ['attention', (name) => name.startsWith('nl_attend')],
  ['gradients of tables', (name) => name === 'nl_scatter'],
  ['sums of shares', (name) => name.startsWith('nl_join')],
  ['fused loops', () => true],
];
export const kinds = kindOf.map(([kind]) => kind);

/**
 * One entry for each call of a step: { line, kernel, part, gflop }, with the number of the barrier's line. Kernels of one name do the
 * same; `gflop` counts as stepFlops does and is 0 for what is no product.
 *
 * @param text see src/engine/native/c/program.ts.
 */
export function callsOf(text) {
  const [calls, own] = [[], []];
  for (const [at, line] of text.split('\n').entries()) {
    if (/^static void body\(/.test(line)) own.length = 0;
    own.push(line);
    if (/^\s*nl_barrier\(/.test(line)) calls.push({ line: at + 1, ...callOf(own.splice(0).join(' ')) });
  }
  return calls;
}

function callOf(text) {
  const [, name] = /\b((?:nl|rows)_\w+)\(/.exec(text);
  const [part] = kindOf.find(([, fits]) => fits(name));
  const { label, gflop } = sizes[part]?.(text, name) ?? { label: '', gflop: 0 };
  return { kernel: `${name}${label}`, part, gflop };
}

/** A field of the struct that a call is given. */
const field = (text, name) => Number(new RegExp(`\\.${name} = (\\d+)`).exec(text)[1]);

const sizes = {
  products: (text) => {
    const [m, n, k] = ['m', 'n', 'k'].map((name) => field(text, name));
    // A loop of as many products of one size.
    const batch = Number(/g = (\d+)L/.exec(text)?.[1] ?? 1);
    return { label: ` ${batch > 1 ? `${batch} of ` : ''}${m}×${k} by ${k}×${n}`, gflop: (2 * batch * m * n * k) / 1e9 };
  },
  attention: (text, name) => {
    const [batch, heads, queries, keys, features] = ['batch', 'heads', 'queries', 'keys', 'features'].map((one) => field(text, one));
    // Two products forward and two for each of them backward; those that are computed again do not count.
    const products = name.endsWith('backward') ? 4 : 2;
    return { label: ` ${queries}×${keys}`, gflop: (products * 2 * batch * heads * queries * keys * features) / 1e9 };
  },
};
