/** docs/reference/families.md and defaults.md are read off the code, in both languages. After a wanted change: npx vitest run test/unit/docs -u */
import { expect, it } from 'vitest';
import { type Language, textIn } from '../../../src/core/message/index.ts';
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
const yes = (flag: boolean, language: Language): string => ({ en: flag ? 'yes' : 'no', zh: flag ? '是' : '否' })[language];

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
const optionsIn =
  (language: Language) =>
  ({ options: specs }: { readonly options: OptionSpecs }): string => {
    const { open, close, semicolon, none } = marks[language];
    const text = ([name, spec]: [string, OptionSpecs[string]]) =>
      `${code(`${name}=${spec.default}`)} ${spec.about[language]}${spec.kind === 'choice' ? `${open}${spec.choices.join(', ')}${close}` : ''}`;
    return Object.entries(specs).map(text).join(semicolon) || none;
  };

const marks = {
  en: { open: ' (', close: ')', comma: ', ', semicolon: '; ', colon: ': ', none: 'none' },
  zh: { open: '（', close: '）', comma: '、', semicolon: '；', colon: '：', none: '无' },
} as const;

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
const readsIn =
  (language: Language) =>
  ({ reads: files, book }: TaskDefinition): string => {
    if (!files) return { en: 'takes none', zh: '不读文件' }[language];
    const { kind, least, most } = files;
    const count = least === most ? String(least) : { en: `${least} or more`, zh: `${least} 个以上` }[language];
    const otherwise = { en: book ? 'the built-in book' : 'generated', zh: book ? '用内置的书' : '由程序生成' }[language];
    return { en: `${kind}: ${count}; if none, ${otherwise}`, zh: `${kind}：${count}；没有时${otherwise}` }[language];
  };

const residualEquation = (id: string, language: Language): string => {
  const { rule, options: values } = ruleOf({ id });
  return rule.equation(values)[language];
};

/** Every family: its heading, and its table. */
function familiesIn(language: Language): readonly (readonly [string, string])[] {
  const { none, comma, semicolon, colon } = marks[language];
  const say = (en: string, zh: string): string => ({ en, zh })[language];
  const options = optionsIn(language);
  const name = { [say('Name', '名称')]: ({ title }: { readonly title: Readonly<Record<Language, string>> }) => title[language] };
  const optionColumn = { [say('Options', '选项')]: options };
  const source = say('Source', '出处');
  return [
    [
      say('Placements', '归一化位置'),
      members(placements, {
        ...name,
        [say('Equation, with LayerNorm', '公式（LayerNorm）')]: ({ id }) => code(modelEquation(modelWith(id))),
        [say('Final norm', '末端归一化')]: ({ id }) => yes(readPlacement(modelWith(id)).frame.finalNorm, language),
        [say('Initialisation', '初始化')]: ({ init }) => (init ? code(init) : say('any', '任意')),
        [say('Cross-attention', '交叉注意力')]: ({ noCross }) => yes(!noCross, language),
        [say('Options', '选项')]: (member) =>
          member.id === 'custom' ? `[${say('rules', '规则')}](../guide/custom-placements${say('', '.zh-CN')}.md)` : options(member),
        [source]: ({ id, paper }) => (id === 'custom' ? say('your own', '自己的') : link(paper)),
      }),
    ],
    [
      say('Residual rules', '残差规则'),
      members(residuals, { ...name, [say('Equation', '公式')]: ({ id }) => residualEquation(id, language), ...optionColumn }),
    ],
    [say('Attention norms', '注意力归一化'), members(attentionNorms, { ...name, ...optionColumn, [source]: ({ paper }) => link(paper) })],
    [
      say('Normalizers', '归一化方法'),
      members(normalizers, {
        ...name,
        [say('Written as', '记作')]: ({ symbol }) => symbol,
        [say('Equation', '公式')]: ({ equation }) => textIn(equation, language),
        [say('Epsilon', 'ε')]: ({ eps, epsAt }) => (epsAt === 'none' ? none : eps.toExponential()),
        [say('ε stands', 'ε 的位置')]: ({ epsAt }) => epsAt,
        [say('Statistic over', '统计量取自')]: ({ axes }) => axes.join(', ') || say('nothing', '无'),
        [say('Causal', '因果')]: ({ causal }) => yes(causal, language),
        [say('Other at evaluation', '评估时不同')]: ({ trainEvalDiffers }) => yes(trainEvalDiffers, language),
        [say('Blind to', '不受影响于')]: ({ invariant }) =>
          [invariant.scale && say('scale', '缩放'), invariant.shift && say('shift', '平移')].filter(Boolean).join(comma) ||
          say('nothing', '无'),
        ...optionColumn,
        [source]: ({ paper }) => link(paper),
      }),
    ],
    [
      say('Initialisations', '初始化'),
      members(inits, {
        ...name,
        [say('Rule', '规则')]: ({ rule }) => rule[language],
        [say('Measured', '实测')]: ({ profile }) =>
          profile ? `${code(profile.parameter)}${say(', from one forward pass', '，由一次前向计算得出')}` : say('no', '否'),
        ...optionColumn,
        [source]: ({ paper }) => link(paper),
      }),
    ],
    [
      say('Presets', '预设'),
      members(presets, {
        ...name,
        [say('Model', '模型')]: ({ model }) => recipe(model),
        [say('Not as published', '与已发表者的差别')]: ({ differs }) => textIn(differs, language),
        [source]: ({ paper }) => link(paper),
      }),
    ],
    [
      say('Architectures', '架构'),
      members(architectures, {
        ...name,
        [say('Stacks and the branches of a block', '层栈及每块的支路')]: ({ stacks }) =>
          stacks({ nLayers: 1, nEncoderLayers: 1 })
            .map(({ id, sublayers, causal }) => `${id}${colon}${sublayers.join(comma)}${causal ? say(', causal', '，因果') : ''}`)
            .join(semicolon),
      }),
    ],
    [
      say('Activations', '激活函数'),
      members(activations, { ...name, [say('Gated', '门控')]: ({ gated }) => yes(gated === true, language) }),
    ],
    [say('Positions', '位置信号'), members(positions, name)],
    [say('Optimizers', '优化器'), members(optimizers, { ...name, [say('Defaults', '默认值')]: ({ defaults }) => list(defaults) })],
    [
      say('Learning-rate schedules', '学习率日程'),
      members(schedules, {
        ...name,
        [say('Learning rate after warm-up', '预热之后的学习率')]: ({ equation }) => textIn(equation, language),
      }),
    ],
    [say('Stop rules', '停止规则'), members(stopRules, { ...name, ...optionColumn })],
    [
      say('Tasks', '任务'),
      members(tasks, {
        ...name,
        [say('A sequence, and what counts', '一条序列，以及计分的部分')]: ({ format }) => format[language],
        [say('Architectures', '架构')]: (task) => task.architectures.join(', '),
        [say('Context', '上下文')]: (task) => task.fixedSeqLen?.({ id: task.id }) ?? say('free', '任意'),
        [say('Files', '文件')]: readsIn(language),
        ...optionColumn,
        [source]: ({ paper }) => (paper ? link(paper) : say('its own', '自有')),
      }),
    ],
    [say('Diagnostics', '诊断'), members(diagnostics, { ...name, [say('Definition', '定义')]: ({ definition }) => definition[language] })],
    [say('Engines', '引擎'), members(engines, name)],
  ];
}

const familiesHead: Readonly<Record<Language, string>> = {
  en: `# Members of every family

[简体中文](families.zh-CN.md)

This page is generated from the code: \`npx vitest run test/unit/docs -u\`. Options stand with their defaults;
their limits are in the JSON Schema that \`normlab schema spec\` prints. What applies when a spec leaves a whole field
out is in [defaults.md](defaults.md). \`normlab list\` and \`normlab explain\` say the same and more in the terminal;
[placements.md](placements.md) has what is published about each placement. Equations are at depth ${defaultShape.depth}: x₀ is the
stream as it entered the block, t the training step, sg no gradient, W the last matrix of a branch, N a norm.`,
  zh: `# 各类成员

[English](families.md)

本页由代码生成：\`npx vitest run test/unit/docs -u\`。选项后是默认值；取值范围见 \`normlab schema spec\` 打印的 JSON Schema。
配置中整个字段省略时取什么，见[默认值](defaults.zh-CN.md)。终端里 \`normlab list\` 和 \`normlab explain\` 说的与此相同而更详；
每种归一化位置的已发表结论见[归一化位置](placements.zh-CN.md)。公式取深度 ${defaultShape.depth}：x₀ 是进入该块时的残差流，t 是训练步数，
sg 截断梯度，W 是支路的最后一个矩阵，N 是一次归一化。`,
};

const both = [
  { language: 'en', ending: '' },
  { language: 'zh', ending: '.zh-CN' },
] as const;

it.each(both)('docs/reference/families.md in $language says what the code has', async ({ language, ending }) => {
  const sections = familiesIn(language).map(([heading, text]) => `## ${heading}\n\n${text}\n`);
  await expect([familiesHead[language], ...sections].join('\n\n').replaceAll('\n\n\n', '\n\n')).toMatchFileSnapshot(
    `../../../docs/reference/families${ending}.md`,
  );
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

const columns: Readonly<Record<Language, readonly string[]>> = {
  en: 'Size|Arms|Blocks|Width|Heads|Context|Steps|Learning rates|Warm-up steps|Selection seeds|Judging seeds|Runs'.split('|'),
  zh: '规模|方案|块数|宽度|头数|上下文|步数|学习率|预热步数|选择种子|评判种子|运行数'.split('|'),
};

function defaultsPage(language: Language): string {
  const init = studyPlan({}, engine).base.model.init as { id: string; embeddingStd: number };
  const { arms, depths, seeds, model, batchSize, vocabSize } = signalPlan({}, engine);
  const run = flat(parseRun({ model: { placement: 'pre' } }))
    .filter(([name]) => name !== 'model.placement.id')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [code(name), value]);
  const sizes = table(columns[language], [compareRow({ en: 'full', zh: '完整' }[language], false), compareRow('`--quick`', true)]);
  return {
    en: `# Defaults

[简体中文](defaults.zh-CN.md)

This page is generated from the code: \`npx vitest run test/unit/docs -u\`.

## compare

${sizes}

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
`,
    zh: `# 默认值

[English](defaults.md)

本页由代码生成：\`npx vitest run test/unit/docs -u\`。

## compare

${sizes}

初始化：\`${init.id}\`，嵌入的标准差为 ${init.embeddingStd}。表中没有的，与下面的运行配置相同。

## signal

方案 ${arms.join('、')}；深度 ${depths.join('、')}；宽度 ${model.dModel}；${seeds.length} 个种子；批大小 ${batchSize}；上下文 ${model.seqLen}；
${vocabSize} 个不同的词元，均匀抽取。这里没有的，与运行配置相同。

## 运行配置

只有 \`model.placement\` 没有默认值，预设也可以给出它。优化器的选项随优化器而定，任务和模型成员的选项随成员而定
（[各类成员](families.zh-CN.md)）。\`model.dFf\` 是宽度的四倍，门控激活函数取其三分之二；\`nKvHeads\` 同 \`nHeads\`，\`nEncoderLayers\` 同
\`nLayers\`；架构取任务的第一种，有的任务固定了上下文。\`evaluation.every\` 和 \`diagnostics.every\` 是步数的十分之一和二十分之一。
引擎取已安装的最快的一个。下面是 \`model: { placement: pre }\` 的运行：

${table(['字段', '默认值'], run)}
`,
  }[language];
}

it.each(both)('docs/reference/defaults.md in $language says what the code takes', async ({ language, ending }) => {
  await expect(defaultsPage(language)).toMatchFileSnapshot(`../../../docs/reference/defaults${ending}.md`);
});
