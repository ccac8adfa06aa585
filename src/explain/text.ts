/** An explanation for the terminal. */
import stringWidth from 'string-width';
import { type Language, type MessageKey, type MessageValues, message } from '../core/message/index.ts';
import { post } from '../model/placement/post.ts';
import { pre } from '../model/placement/pre.ts';
import { residuals } from '../model/residual/index.ts';
import { choiceText } from './choice-text.ts';
import { constantText } from './number.ts';
import type { AboutOption } from './option.ts';
import type { Explanation, ExplanationOf } from './types.ts';
import { stackText, whereText } from './where.ts';
import { padded, wrap } from './wrap.ts';

interface Page {
  readonly language: Language;
  /** Columns of the terminal. */
  readonly width: number;
  /** Drawn already; '' for families that have none. */
  readonly picture: string;
  /** How to ask for others of this id. */
  readonly others: readonly string[];
}

type Say = (key: MessageKey, values?: MessageValues) => string;

/** A label and what stands beside it, a paragraph each; nothing when there are none. */
type Entry = readonly [label: MessageKey, paragraphs: readonly string[]];

export function explanationText(explanation: Explanation, { language, width, picture, others }: Page): string {
  const say: Say = (key, values) => message(language, key, values);
  const { id, title, family } = explanation;
  const entriesOf = bodies[family] as (explanation: Explanation, say: Say, language: Language) => readonly Entry[];
  const [head, ...rest] = entriesOf(explanation, say, language);
  const all: readonly Entry[] = [
    ...rest,
    ['explain.paper', 'paper' in explanation ? [explanation.paper.text, explanation.paper.url] : []],
    ['explain.others', others.map((other) => `npx normlab explain ${other}`)],
  ];
  const labels = [head as Entry, ...all].filter(([, paragraphs]) => paragraphs.length > 0).map(([key]) => say(key));
  const column = Math.max(...labels.map((label) => stringWidth(label))) + 2;
  const print = (entries: readonly Entry[]) => entries.flatMap(([key, paragraphs]) => block(say(key), paragraphs, column, width));
  return [
    ...wrap(say('explain.title', { title: title[language], id, family: say(`explain.family.${family}`) }), width),
    '',
    ...print([head as Entry]),
    ...(picture ? ['', ...fitting(picture, width, say), ''] : []),
    ...print(all),
  ].join('\n');
}

/** A picture cannot be wrapped. */
function fitting(picture: string, width: number, say: Say): string[] {
  const lines = picture.split('\n');
  const columns = Math.max(...lines.map((line) => stringWidth(line)));
  return columns <= width ? lines : wrap(say('explain.narrow', { columns }), width);
}

/** Narrow terminals get the label on a line of its own. */
function block(label: string, paragraphs: readonly string[], column: number, width: number): string[] {
  const beside = width - column >= 30;
  const lines = paragraphs.flatMap((paragraph) => wrap(paragraph, beside ? width - column : width - 2));
  if (lines.length === 0) return [];
  if (!beside) return [label, ...lines.map((line) => `  ${line}`)];
  return lines.map((line, i) => `${padded(i === 0 ? label : '', column)}${line}`);
}

const known = (text: string | null): readonly string[] => (text === null ? [] : [text]);
const listed = (ids: readonly string[]): readonly string[] => (ids.length > 0 ? [ids.join(', ')] : []);
const constants = (values: Readonly<Record<string, number>>): string[] =>
  Object.entries(values).map(([name, value]) => `${name} = ${constantText(value)}`);
const options = (about: readonly AboutOption[], say: Say): string[] =>
  about.map(({ name, default: value, about: text, choices }) =>
    say('explain.named', { name: `${name}=${value}`, text: choices ? `${text} (${choices.join(', ')})` : text }),
  );

/** Placements that others are compared with; the first one that is not itself. */
const references = [pre.id, post.id];

const bodies: { readonly [F in Explanation['family']]: (explanation: ExplanationOf<F>, say: Say, language: Language) => readonly Entry[] } =
  {
    placement: (about, say, language) => [
      ['explain.equation', equationLines(about, say, language)],
      [
        'explain.constants',
        about.init || Object.keys(about.constants).length > 0 ? [...constants(about.constants), shapeLine(about, say)] : [],
      ],
      ['explain.learned', about.learned.map((value) => learnedLine(value, say))],
      [
        'explain.options',
        options(
          about.optionsAbout.map((option) => ({ ...option, default: about.options[option.name] as string })),
          say,
        ),
      ],
      ['explain.frame', [say('explain.frame.is', { final: flag(about.finalNorm, say), embedding: flag(about.embeddingNorm, say) })]],
      ['explain.residual', [residualLine(about, say, language)]],
      ['explain.parameters', [parametersLine(about, say)]],
      ['explain.init', [about.init ? say('explain.named', { name: about.init.id, text: about.init.rule }) : say('explain.init.any')]],
      ['explain.cross', about.crossAttention ? [] : [say('explain.cross.none')]],
      ['explain.claim', known(about.claim)],
      ['explain.failure', known(about.failure)],
      ['explain.differs', known(about.differs)],
      ['explain.limits', about.limits],
      ['explain.synonyms', about.synonyms],
      ['explain.presets', listed(about.presets)],
      ['explain.try', [`npx normlab compare --arms ${references.find((id) => id !== about.id)},${about.arm}`]],
    ],
    normalizer: (about, say, language) => [
      ['explain.equation', [about.equation]],
      [
        'explain.statistics',
        [new Intl.ListFormat(language).format(about.axes.map((axis) => say(`explain.axis.${axis}`))) || say('explain.axis.none')],
      ],
      ['explain.eps', [say(`explain.eps.${about.epsAt}`, { eps: about.eps.toExponential() })]],
      ['explain.causal', [flag(about.causal, say)]],
      ['explain.trainEval', [flag(about.trainEvalDiffers, say)]],
      [
        'explain.invariant',
        [say('explain.invariant.is', { scale: flag(about.invariant.scale, say), shift: flag(about.invariant.shift, say) })],
      ],
      ['explain.options', options(about.options, say)],
      ['explain.claim', known(about.claim)],
      ['explain.traps', known(about.traps)],
      ['explain.differs', known(about.differs)],
      ['explain.presets', listed(about.presets)],
      ['explain.try', [`npx normlab compare --normalizer ${about.id}`]],
    ],
    init: (about, say) => [
      ['explain.rule', [about.rule]],
      ['explain.about', known(about.about)],
      ['explain.differs', known(about.differs)],
      [
        'explain.constants',
        Object.keys(about.constants).length > 0 ? [...constants(about.constants), say('explain.atDepth', { depth: about.depth })] : [],
      ],
      ['explain.measured', about.measured ? [say('explain.measured.yes')] : []],
      ['explain.options', options(about.options, say)],
      ['explain.placements', listed(about.placements)],
      ['explain.presets', listed(about.presets)],
      ['explain.try', [`npx normlab compare --init ${about.id}`]],
    ],
    'attention-norm': (about, say) => [
      ['explain.equation', [say('explain.around', { equation: about.equation })]],
      ['explain.about', known(about.about)],
      ['explain.options', options(about.options, say)],
      ['explain.presets', listed(about.presets)],
      ['explain.try', [`npx normlab compare --attention-norm ${about.id}`]],
    ],
    preset: (about) => [
      ['explain.equation', [about.equation]],
      ['explain.differs', [about.differs]],
      ['explain.model', Object.entries(about.model).map(([field, value]) => `${field}: ${choiceText(value)}`)],
      ['explain.try', [`npx normlab compare --arms @${about.id},${references.find((id) => id !== about.model.placement)}`]],
    ],
    model: (about, say, language) => [
      ['explain.equation', equationLines(about, say, language)],
      ['explain.warnings', about.warnings],
      ['explain.constants', constants(about.constants)],
      ['explain.learned', about.learned.map((value) => learnedLine(value, say))],
      ['explain.normalizer', [say('explain.named', { name: about.normalizer.choice, text: about.normalizer.equation })]],
      ['explain.frame', [frameLine(about, say, language)]],
      ['explain.residual', [residualLine(about, say, language)]],
      ['explain.init', [say('explain.named', { name: about.init.choice, text: about.init.rule })]],
      [
        'explain.model',
        [
          Object.entries(about.model)
            .map(([field, value]) => `${field}: ${value}`)
            .join('; '),
        ],
      ],
      ['explain.parameters', [about.parameters.total.toLocaleString('en'), ...about.parameters.lines.map(parameterLine)]],
      ['explain.try', [`npx normlab compare --arms ${references.find((id) => id !== about.placement)},${about.id}`]],
    ],
  };

function frameLine({ finalNorm, embeddingNorm }: ExplanationOf<'model'>, say: Say, language: Language): string {
  const told = (value: typeof finalNorm): string =>
    typeof value === 'boolean'
      ? flag(value, say)
      : Object.entries(value)
          .map(([stack, own]) => `${stackText(stack, language)} ${flag(own, say)}`)
          .join(language === 'zh' ? '，' : ', ');
  return say('explain.frame.is', { final: told(finalNorm), embedding: told(embeddingNorm) });
}

const flag = (value: boolean, say: Say): string => say(value ? 'explain.yes' : 'explain.no');

type Equations = Pick<ExplanationOf<'placement'>, 'equations' | 'around'>;

function equationLines({ equations, around }: Equations, say: Say, language: Language): string[] {
  const lines = equations.flatMap(({ where, text, letters }) => [
    where ? say('explain.named', { name: whereText(where, language), text }) : text,
    ...Object.entries(letters).map(([letter, values]) => letterLine(letter, stackText(values, language), say)),
  ]);
  return [...lines, ...around.map((text) => stackText(text, language))];
}

const letterLine = (letter: string, values: string, say: Say): string =>
  `${letter} = ${values}${values.includes('…') ? ` ${say('explain.byLayer')}` : ''}`;

const shapeLine = ({ depth, architecture, init }: ExplanationOf<'placement'>, say: Say): string =>
  say(init ? 'explain.atShape' : 'explain.atDepth', { depth, architecture, init: init?.id ?? '' });

const parameterLine = ({ name, shape, times }: ExplanationOf<'model'>['parameters']['lines'][number]): string =>
  `${name} [${shape.join(', ')}]${times > 1 ? ` × ${times}` : ''}`;

const learnedLine = ({ name, shape, initial, shared }: ExplanationOf<'placement'>['learned'][number], say: Say): string =>
  say(shared ? 'explain.learned.shared' : 'explain.learned.own', {
    name,
    shape: say(`explain.shape.${shape}`),
    initial: constantText(initial),
  });

function residualLine(
  { residual, streams }: Pick<ExplanationOf<'placement'>, 'residual' | 'streams'>,
  say: Say,
  language: Language,
): string {
  const title = residuals.get(residual).title[language];
  return streams ? say('explain.named', { name: title, text: streams }) : title;
}

function parametersLine({ parametersAdded, parametersFormula, depth, width }: ExplanationOf<'placement'>, say: Say): string {
  return say('explain.parameters.is', { total: parametersAdded, formula: parametersFormula, depth, width });
}
