/** docs/reference/families.md and defaults.md are read off the code. After a wanted change: npx vitest run test/unit/docs -u */
import { expect, it } from 'vitest';
import { textIn } from '../../../src/core/message/index.ts';
import type { OptionSpecs } from '../../../src/core/options.ts';
import type { Member } from '../../../src/core/registry.ts';
import { diagnostics } from '../../../src/diagnostic/index.ts';
import { engines } from '../../../src/engine/index.node.ts';
import { defaultShape, modelFor } from '../../../src/explain/model.ts';
import { activations } from '../../../src/model/activation/index.ts';
import { architectures } from '../../../src/model/architecture/index.ts';
import { attentionNorms } from '../../../src/model/attention-norm/index.ts';
import { modelEquation } from '../../../src/model/equation.ts';
import { inits } from '../../../src/model/init/index.ts';
import { normalizers } from '../../../src/model/normalizer/index.ts';
import { placements } from '../../../src/model/placement/index.ts';
import { readPlacement } from '../../../src/model/placement/read.ts';
import { positions } from '../../../src/model/position/index.ts';
import { residuals, ruleOf } from '../../../src/model/residual/index.ts';
import type { Source } from '../../../src/model/types.ts';
import { optimizers } from '../../../src/optim/optimizer/index.ts';
import { schedules } from '../../../src/optim/schedule/index.ts';
import { stopRules } from '../../../src/optim/stop-rule/index.ts';
import { parseRun } from '../../../src/spec/parse.ts';
import { presets } from '../../../src/spec/preset/index.ts';
import { studyPlan } from '../../../src/study/options.ts';
import { signalPlan } from '../../../src/study/signal-options.ts';
import { tasks } from '../../../src/task/index.ts';
import type { TaskDefinition } from '../../../src/task/types.ts';

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

const list = (values: object): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : value}`)
    .join('; ');

/** Options with their defaults, and what they mean. */
const options = ({ options: specs }: { readonly options: OptionSpecs }): string =>
  Object.entries(specs)
    .map(
      ([name, spec]) =>
        `${code(`${name}=${spec.default}`)} ${spec.about.en}${spec.kind === 'choice' ? ` (${spec.choices.join(', ')})` : ''}`,
    )
    .join('; ') || 'none';

const modelWith = (id: string) => modelFor({ id }, defaultShape);

/** What a preset says of a model. */
const recipe = (model: Readonly<Record<string, unknown>>): string =>
  Object.entries(model)
    .map(([field, value]) => {
      const { id, ...more } = (typeof value === 'object' ? value : { id: value }) as { id: unknown };
      const given = Object.entries(more).map(([name, option]) => `:${name}=${option}`);
      return code(`${field}=${id}${given.join('')}`);
    })
    .join(', ');

/** Files a task takes. */
const reads = ({ reads: files, book }: TaskDefinition): string => {
  if (!files) return 'takes none';
  const { kind, least, most } = files;
  const count = least === most ? String(least) : `${least} or more`;
  return `${kind}: ${count}; if none, ${book ? 'the built-in book' : 'generated'}`;
};

const residualEquation = (id: string): string => {
  const { rule, options: values } = ruleOf({ id });
  return rule.equation(values).en;
};

const families: Readonly<Record<string, string>> = {
  Placements: members(placements, {
    Name: ({ title }) => title.en,
    'Equation, with LayerNorm': ({ id }) => code(modelEquation(modelWith(id))),
    'Final norm': ({ id }) => yes(readPlacement(modelWith(id)).frame.finalNorm),
    Initialisation: ({ init }) => (init ? code(init) : 'any'),
    'Cross-attention': ({ noCross }) => yes(!noCross),
    Options: (member) => (member.id === 'custom' ? '[rules](../guide/custom-placements.md)' : options(member)),
    Source: ({ id, paper }) => (id === 'custom' ? 'your own' : link(paper)),
  }),
  'Residual rules': members(residuals, { Name: ({ title }) => title.en, Equation: ({ id }) => residualEquation(id), Options: options }),
  'Attention norms': members(attentionNorms, { Name: ({ title }) => title.en, Options: options, Source: ({ paper }) => link(paper) }),
  Normalizers: members(normalizers, {
    Name: ({ title }) => title.en,
    'Written as': ({ symbol }) => symbol,
    Equation: ({ equation }) => textIn(equation, 'en'),
    Epsilon: ({ eps, epsAt }) => (epsAt === 'none' ? 'none' : eps.toExponential()),
    'ε stands': ({ epsAt }) => epsAt,
    'Statistic over': ({ axes }) => axes.join(', ') || 'nothing',
    Causal: ({ causal }) => yes(causal),
    'Other at evaluation': ({ trainEvalDiffers }) => yes(trainEvalDiffers),
    'Blind to': ({ invariant }) => [invariant.scale && 'scale', invariant.shift && 'shift'].filter(Boolean).join(', ') || 'nothing',
    Options: options,
    Source: ({ paper }) => link(paper),
  }),
  Initialisations: members(inits, {
    Name: ({ title }) => title.en,
    Rule: ({ rule }) => rule.en,
    Measured: ({ profile }) => (profile ? `${code(profile.parameter)}, from one forward pass` : 'no'),
    Options: options,
    Source: ({ paper }) => link(paper),
  }),
  Presets: members(presets, { Name: ({ title }) => title.en, Model: ({ model }) => recipe(model), Source: ({ paper }) => link(paper) }),
  Architectures: members(architectures, {
    Name: ({ title }) => title.en,
    'Stacks and the branches of a block': ({ stacks }) =>
      stacks({ nLayers: 1, nEncoderLayers: 1 })
        .map(({ id, sublayers, causal }) => `${id}: ${sublayers.join(', ')}${causal ? ', causal' : ''}`)
        .join('; '),
  }),
  Activations: members(activations, { Name: ({ title }) => title.en, Gated: ({ gated }) => yes(gated === true) }),
  Positions: members(positions, { Name: ({ title }) => title.en }),
  Optimizers: members(optimizers, { Name: ({ title }) => title.en, Defaults: ({ defaults }) => list(defaults) }),
  'Learning-rate schedules': members(schedules, {
    Name: ({ title }) => title.en,
    'Learning rate after warm-up': ({ equation }) => textIn(equation, 'en'),
  }),
  'Stop rules': members(stopRules, { Name: ({ title }) => title.en, Options: options }),
  Tasks: members(tasks, {
    Name: ({ title }) => title.en,
    'A sequence, and what counts': ({ format }) => format.en,
    Architectures: (task) => task.architectures.join(', '),
    Context: (task) => task.fixedSeqLen?.({ id: task.id }) ?? 'free',
    Files: reads,
    Options: options,
    Source: ({ paper }) => (paper ? link(paper) : 'its own'),
  }),
  Diagnostics: members(diagnostics, { Name: ({ title }) => title.en, Definition: ({ definition }) => definition.en }),
  Engines: members(engines, { Name: ({ title }) => title.en }),
};

it('docs/reference/families.md says what the code has', async () => {
  const sections = Object.entries(families).map(([heading, text]) => `## ${heading}\n\n${text}\n`);
  const page = `# Members of every family

This page is generated from the code: \`npx vitest run test/unit/docs -u\`. Options stand with their defaults;
their limits are in the JSON Schema that \`normlab schema spec\` prints. What applies when a spec leaves a whole field
out is in [defaults.md](defaults.md). \`normlab list\` and \`normlab explain\` say the same and more in the terminal;
[placements.md](placements.md) has what is published about each placement. Equations are at depth ${defaultShape.depth}: x₀ is the
stream as it entered the block, t the training step, sg no gradient, W the last matrix of a branch, N a norm.

${sections.join('\n')}`;
  await expect(page).toMatchFileSnapshot('../../../docs/reference/families.md');
});

const engine = { id: 'ort-node', threads: 1 };

function compareRow(name: string, quick: boolean): unknown[] {
  const { arms, base, grid } = studyPlan({ quick }, engine);
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
  const init = studyPlan({}, engine).base.model.init as { id: string; embeddingStd: number };
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

Only \`model.placement\` has no default, and a preset may give it. The optimizer's options depend on the optimizer, the
options of tasks and of members of the model on the member ([families.md](families.md)). \`model.dFf\` is four times the
width, of gated activations two thirds of that; \`nKvHeads\` is as \`nHeads\`, \`nEncoderLayers\` as \`nLayers\`; the
architecture is the first that the task has, and some tasks fix the context. \`evaluation.every\` and
\`diagnostics.every\` are a tenth and a twentieth of the steps. The engine is the fastest one installed. This is the run of
\`model: { placement: pre }\`:

${table(['Field', 'Default'], run)}
`;
  await expect(page).toMatchFileSnapshot('../../../docs/reference/defaults.md');
});
