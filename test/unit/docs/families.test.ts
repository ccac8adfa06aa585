/** docs/reference/families.md and defaults.md are read off the code. After a wanted change: npx vitest run test/unit/docs -u */
import { expect, it } from 'vitest';
import type { Member } from '../../../src/core/registry.ts';
import { diagnostics } from '../../../src/diagnostic/index.ts';
import { engines } from '../../../src/engine/index.node.ts';
import { activations } from '../../../src/model/activation/index.ts';
import { equation } from '../../../src/model/equation.ts';
import { inits } from '../../../src/model/init/index.ts';
import { normalizers } from '../../../src/model/normalizer/index.ts';
import { placements } from '../../../src/model/placement/index.ts';
import { positions } from '../../../src/model/position/index.ts';
import type { Source } from '../../../src/model/types.ts';
import { optimizers } from '../../../src/optim/optimizer/index.ts';
import { schedules } from '../../../src/optim/schedule/index.ts';
import { parseRun } from '../../../src/spec/parse.ts';
import { comparePlan } from '../../../src/study/options.ts';
import { signalPlan } from '../../../src/study/signal-options.ts';
import { tasks } from '../../../src/task/index.ts';

const cell = (text: unknown): string => String(text).replaceAll('|', '\\|');
const line = (cells: readonly unknown[]): string => `| ${cells.map(cell).join(' | ')} |`;
const code = (text: string): string => `\`${text}\``;
const link = ({ text, url }: Source): string => `[${text}](${url})`;
const yes = (flag: boolean): string => (flag ? 'yes' : 'no');

function table(head: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** One table: the id of each member, then what the columns say of it. */
function members<M extends Member>(family: { readonly members: readonly M[] }, columns: Readonly<Record<string, (member: M) => unknown>>) {
  const rows = family.members.map((member) => [code(member.id), ...Object.values(columns).map((column) => column(member))]);
  return table(['Id', ...Object.keys(columns)], rows);
}

const options = (values: object): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : value}`)
    .join('; ');

const families: Readonly<Record<string, string>> = {
  Placements: members(placements, {
    Name: ({ title }) => title.en,
    'Equation, with LayerNorm': ({ plan }) => code(equation(plan({ layer: 0, depth: 2, sublayer: 'attn' }), 'layer')),
    'Final norm': ({ finalNorm }) => yes(finalNorm),
    Source: ({ paper }) => link(paper),
  }),
  Normalizers: members(normalizers, {
    Name: ({ title }) => title.en,
    'Written as': ({ symbol }) => symbol,
    Equation: ({ equation }) => equation,
    Epsilon: ({ eps }) => eps.toExponential(),
    Causal: ({ causal }) => yes(causal),
    Source: ({ paper }) => link(paper),
  }),
  Initialisations: members(inits, { Name: ({ title }) => title, Rule: ({ rule }) => rule, Source: ({ paper }) => link(paper) }),
  Activations: members(activations, { Name: ({ title }) => title }),
  Positions: members(positions, { Name: ({ title }) => title }),
  Optimizers: members(optimizers, { Name: ({ title }) => title, Defaults: ({ defaults }) => options(defaults) }),
  'Learning-rate schedules': members(schedules, { Name: ({ title }) => title, 'Learning rate after warm-up': ({ equation }) => equation }),
  Tasks: members(tasks, { Name: ({ title }) => title.en, 'Fixed context': (task) => task.fixedSeqLen?.({ id: task.id }) ?? 'no' }),
  Diagnostics: members(diagnostics, { Name: ({ title }) => title, Definition: ({ definition }) => definition }),
  Engines: members(engines, { Name: ({ title }) => title }),
};

it('docs/reference/families.md says what the code has', async () => {
  const sections = Object.entries(families).map(([heading, text]) => `## ${heading}\n\n${text}\n`);
  const page = `# Members of every family

This page is generated from the code: \`npx vitest run test/unit/docs -u\`. The options of a member are in
the JSON Schema that \`normlab schema spec\` prints; what applies when a spec leaves them out is in
[defaults.md](defaults.md).

${sections.join('\n')}`;
  await expect(page).toMatchFileSnapshot('../../../docs/reference/families.md');
});

const engine = { id: 'ort-node', threads: 1 };

function compareRow(name: string, quick: boolean): unknown[] {
  const { arms, base, grid } = comparePlan({ quick }, engine);
  const { nLayers, dModel, seqLen, nHeads } = base.model;
  const tried = [grid.lr.join(', '), grid.warmup.join(', '), grid.selectSeeds.length, grid.judgeSeeds.length];
  const runs = arms.length * (grid.selectSeeds.length * grid.lr.length * grid.warmup.length + grid.judgeSeeds.length);
  return [name, arms.join(', '), nLayers, dModel, nHeads, seqLen, base.steps, ...tried, runs];
}

/** The fields of a resolved spec, flat: `model.nLayers`. */
function flat(value: object, prefix = ''): (readonly [string, unknown])[] {
  return Object.entries(value).flatMap(([name, child]) =>
    child !== null && typeof child === 'object' && !Array.isArray(child)
      ? flat(child, `${prefix}${name}.`)
      : [[`${prefix}${name}`, Array.isArray(child) ? child.join(', ') : child] as const],
  );
}

it('docs/reference/defaults.md says what the code takes', async () => {
  const heads = ['Size', 'Arms', 'Blocks', 'Width', 'Heads', 'Context', 'Steps'];
  const columns = [...heads, 'Learning rates', 'Warm-up steps', 'Selection seeds', 'Judging seeds', 'Runs'];
  const init = comparePlan({}, engine).base.model.init as { id: string; embeddingStd: number };
  const { arms, depths, seeds, model, batchSize, vocabSize } = signalPlan({}, engine);
  const run = flat(parseRun({ model: { placement: 'pre' } }))
    .filter(([name]) => name !== 'model.placement.id')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [code(name), value]);
  const page = `# Defaults

This page is generated from the code: \`npx vitest run test/unit/docs -u\`.

## compare

${table(columns, [compareRow('full', false), compareRow('`--quick`', true)])}

Initialisation: \`${init.id}\` with embeddings of standard deviation ${init.embeddingStd}. What this table does not say is as in a
run spec, below.

## signal

Arms ${arms.join(', ')}; depths ${depths.join(', ')}; width ${model.dModel}; ${seeds.length} seeds; batch ${batchSize}; context ${model.seqLen};
${vocabSize} different tokens, drawn uniformly. What this does not say is as in a run spec.

## Run spec

Only \`model.placement\` has no default. The optimizer's options depend on the optimizer
([families.md](families.md#optimizers)), \`model.dFf\` is four times the width, and \`evaluation.every\` and
\`diagnostics.every\` are a tenth and a twentieth of the steps. The engine is the fastest one installed.

${table(['Field', 'Default'], run)}
`;
  await expect(page).toMatchFileSnapshot('../../../docs/reference/defaults.md');
});
