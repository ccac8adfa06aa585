/** docs/reference/placements.md is what `normlab explain` says of every placement. After a wanted change: npx vitest run test/unit/docs/placements.test.ts -u */
import { expect, it } from 'vitest';
import type { Language } from '../../../src/core/message/index.ts';
import { defaultShape } from '../../../src/explain/model.ts';
import { constantText } from '../../../src/explain/number.ts';
import { explainPlacement } from '../../../src/explain/placement.ts';
import type { ExplanationOf } from '../../../src/explain/types.ts';
import { whereText } from '../../../src/explain/where.ts';
import { placements } from '../../../src/model/placement/index.ts';

interface Words {
  readonly title: string;
  readonly other: string;
  readonly intro: string;
  readonly columns: readonly string[];
  readonly any: string;
  readonly yes: string;
  readonly no: string;
  readonly constants: string;
  readonly byLayer: string;
  readonly claim: string;
  readonly failure: string;
  readonly differs: string;
  readonly limits: string;
  readonly synonyms: string;
  readonly paper: string;
  readonly colon: string;
  readonly join: string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    title: 'Placements',
    other: '[中文](placements.zh-CN.md)',
    intro: `What \`normlab explain\` says of every placement at depth ${defaultShape.depth} and width ${defaultShape.width} with LayerNorm, in a decoder.
This page is generated from the code: \`npx vitest run test/unit/docs/placements.test.ts -u\`. "Secondary" marks
numbers read in another source than the paper, "recalled" those not checked, "derived" what follows from the equation.
x₀ is the stream as it entered the block, t the training step, sg stops the gradient.`,
    columns: ['Id', 'Equation', 'Final norm', 'Parameters added', 'Initialisation'],
    any: 'any',
    yes: 'yes',
    no: 'no',
    constants: 'Constants',
    byLayer: 'from the first to the last layer',
    claim: 'Claim',
    failure: 'Failure',
    differs: 'Not as published',
    limits: 'Limits',
    synonyms: 'Other names',
    paper: 'Paper',
    colon: ': ',
    join: '; ',
  },
  zh: {
    title: '归一化位置',
    other: '[English](placements.md)',
    intro: `\`normlab explain\` 对每种归一化位置的说明，取深度 ${defaultShape.depth}、宽度 ${defaultShape.width}、LayerNorm 和解码器。本页由代码生成：
\`npx vitest run test/unit/docs/placements.test.ts -u\`。“二手”指数字取自论文以外的来源，“凭记忆”指未核对，“推导”
指由公式推得。x₀ 是进入该块时的残差流，t 是训练步数，sg 截断梯度。`,
    columns: ['Id', '公式', '末端归一化', '增加的参数', '初始化'],
    any: '任意',
    yes: '有',
    no: '无',
    constants: '常数',
    byLayer: '首层至末层',
    claim: '主张',
    failure: '已知失败',
    differs: '与已发表者的差别',
    limits: '极限情形',
    synonyms: '别名',
    paper: '论文',
    colon: '：',
    join: '；',
  },
};

const code = (text: string): string => `\`${text}\``;
const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
    .replaceAll(' ', '-');

type About = ExplanationOf<'placement'>;

const heading = ({ id, title }: About, language: Language): string => (language === 'zh' ? `${title.zh}（${id}）` : `${title.en} (${id})`);

function section(about: About, language: Language): string {
  const say = words[language];
  const { equations, constants, claim, failure, differs, limits, synonyms, paper } = about;
  const equationLines = equations.flatMap(({ where, text, letters }) => [
    `    ${where ? `${whereText(where, language)}${say.colon}` : ''}${text}`,
    ...Object.entries(letters).map(([letter, values]) => `    ${letter} = ${values} (${say.byLayer})`),
  ]);
  const values = Object.entries(constants).map(([name, value]) => `${code(name)} = ${constantText(value)}`);
  const item = (label: string, text: string) => (text ? [`- ${label}${say.colon}${text}`] : []);
  const items = [
    ...item(say.constants, values.join(', ')),
    ...item(say.claim, claim ?? ''),
    ...item(say.failure, failure ?? ''),
    ...item(say.differs, differs ?? ''),
    ...item(say.limits, limits.join(say.join)),
    ...item(say.synonyms, synonyms.join(say.join)),
    ...item(say.paper, `[${paper.text}](${paper.url})`),
  ];
  return `## ${heading(about, language)}\n\n${equationLines.join('\n')}\n\n${items.join('\n')}\n`;
}

function tableRow(about: About, language: Language): string {
  const say = words[language];
  return row([
    `[${code(about.id)}](#${anchor(heading(about, language))})`,
    code(about.equation),
    about.finalNorm ? say.yes : say.no,
    about.parametersFormula || '0',
    about.init ? code(about.init.id) : say.any,
  ]);
}

it.each([
  ['en', 'placements.md'],
  ['zh', 'placements.zh-CN.md'],
] as const)('says in %s what the code has', async (language, file) => {
  const say = words[language];
  const all = placements.members
    .filter(({ id }) => id !== 'custom')
    .map(({ id }) => explainPlacement({ id }, { ...defaultShape }, language));
  const table = [row(say.columns), row(say.columns.map(() => '---')), ...all.map((about) => tableRow(about, language))].join('\n');
  const page = `# ${say.title}\n\n${say.other}\n\n${say.intro}\n\n${table}\n\n${all.map((about) => section(about, language)).join('\n')}`;
  await expect(page).toMatchFileSnapshot(`../../../docs/reference/${file}`);
});
