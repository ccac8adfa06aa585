/** The calls of a generated program, read off its C. */

/** What a call counts as, by its kernel: the first that fits. */
const kindOf = [
  ['products', (name) => name === 'nl_products_kernel'],
  ['attention', (name) => name.startsWith('nl_attend')],
  ['gradients of tables', (name) => name === 'nl_scatter_kernel'],
  ['sums of shares', (name) => ['nl_sum_kernel', 'nl_maximum_kernel'].includes(name)],
  ['fused loops', () => true],
];
export const kinds = kindOf.map(([kind]) => kind);

/**
 * One entry for each call of a program, in order: { kernel, part, gflop }. Kernels of one name do the same; `gflop` counts as stepFlops
 * does and is 0 for what is no product.
 *
 * @param text see src/engine/native/c/program.ts.
 */
export function callsOf(text) {
  const shapes = new Map([...text.matchAll(/^static const nl_\w+ (shape_\d+) = \{(.*)\};$/gm)].map(([, name, fields]) => [name, fields]));
  const [, table] = /^static const nl_call calls\[\] = \{\n(.*?)^\};$/ms.exec(text);
  return [...table.matchAll(/^ {2}\{(\w+), (?:0|&(\w+)),/gm)].map(([, name, shape]) => callOf(name, shapes.get(shape)));
}

function callOf(name, fields) {
  const [part] = kindOf.find(([, fits]) => fits(name));
  const { label, gflop } = sizes[part]?.(fields, name) ?? { label: '', gflop: 0 };
  return { kernel: `${name}${label}`, part, gflop };
}

const numbers = (fields, names) => names.map((name) => Number(new RegExp(`\\.${name} = (\\d+)`).exec(fields)[1]));

const sizes = {
  products: (fields) => {
    const [m, n, k, batch] = numbers(fields, ['m', 'n', 'k', 'batch']);
    return { label: ` ${batch > 1 ? `${batch} of ` : ''}${m}×${k} by ${k}×${n}`, gflop: (2 * batch * m * n * k) / 1e9 };
  },
  attention: (fields, name) => {
    const [batch, heads, queries, keys, features] = numbers(fields, ['batch', 'heads', 'queries', 'keys', 'features']);
    // Two products forward and two for each of them backward; those that are computed again do not count.
    const products = name === 'nl_attend_gradient_kernel' ? 4 : 2;
    return { label: ` ${queries}×${keys}`, gflop: (products * 2 * batch * heads * queries * keys * features) / 1e9 };
  },
};
