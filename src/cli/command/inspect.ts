import pc from 'picocolors';
import { UserError } from '../../core/errors.ts';
import { type Language, message } from '../../core/message/index.ts';
import { inspect } from '../../inspect/inspect.ts';
import { rangesOf } from '../../inspect/ranges.ts';
import { sourcesAt } from '../../inspect/source.node.ts';
import type { Inspection, Note, StackReading } from '../../inspect/types.ts';
import { hasUnusualFinal } from '../../inspect/unusual-final.ts';
import { normalizers } from '../../model/normalizer/index.ts';
import { placements } from '../../model/placement/index.ts';
import { declareJson, type JsonFlag, putJson } from '../json-flag.ts';
import { declareLanguage } from '../shared-flags.ts';
import { fixed, table } from '../table.ts';
import type { CliCommand } from '../types.ts';

export const command: CliCommand = {
  declare: (command, language) => {
    command.argument('[path]', message(language, 'cli.argument.inspect'));
    declareJson(command, language);
    declareLanguage(command, language);
  },
  run: async ([given], flags, { language }) => {
    if (given === undefined) throw new UserError('error.inspectNothing');
    const found = await inspect(sourcesAt(String(given)));
    if (putJson((flags as JsonFlag).json, () => found, language)) console.log(inspectionText(found, language));
  },
};

const longest = 400;

/** Names come from strangers' files: nothing in them may steer the terminal. */
const safe = (text: string): string => text.replace(/\p{C}/gu, '\u{fffd}').slice(0, longest);

const noteText = ({ key, values }: Note, language: Language): string =>
  message(
    language,
    key,
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? safe(value) : value])),
  );

function inspectionText({ files, modelType, tensors, stacks, caveats }: Inspection, language: Language): string {
  const of = [message(language, 'inspect.files', { files: files.length, tensors })];
  if (modelType !== null) of.push(message(language, 'inspect.modelType', { type: safe(modelType) }));
  const general = caveats.map((note) => `! ${noteText(note, language)}`);
  return [of.join(' · '), ...general, ...stacks.flatMap((stack) => ['', ...stackLines(stack, language)])].join('\n');
}

function stackLines(stack: StackReading, language: Language): string[] {
  const say = (key: Parameters<typeof message>[1], values = {}) => message(language, key, values);
  const named = (id: string): string => say('explain.bracketed', { name: id, more: placements.get(id).title[language] });
  const { placement, confidence, normalizer, attentionNorm, nLayers, dModel } = stack;
  const final = hasUnusualFinal(stack) ? `${say('inspect.comma')}${say('inspect.withFinal')}` : '';
  const facts: [string, string][] = [
    [
      say('inspect.placement'),
      `${placement === null ? say('inspect.undecided') : named(placement)}${final} · ${say(`inspect.confidence.${confidence}`)}`,
    ],
    [
      say('inspect.normalizer'),
      normalizer === null
        ? say('inspect.normalizerUnknown')
        : say('explain.bracketed', { name: normalizer, more: normalizers.get(normalizer).title[language] }),
    ],
  ];
  if (attentionNorm) facts.push([say('inspect.attention'), say(`inspect.attention.${attentionNorm}`)]);
  if (nLayers !== null) facts.push([say('inspect.blocks'), String(nLayers)]);
  if (dModel !== null) facts.push([say('inspect.width'), String(dModel)]);
  return [
    pc.bold(titleOf(stack, say)),
    ...facts.map(([name, text]) => say('explain.named', { name, text })),
    ...listed(
      say('explain.titled', { title: say('inspect.candidates') }),
      placement === null
        ? stack.candidates.map(
            ({ placement: id, families }) =>
              `${named(id)}${families === '' ? '' : `${say('inspect.comma')}${say('inspect.asIn', { families })}`}`,
          )
        : [],
    ),
    ...listed(
      say('explain.titled', { title: say('inspect.evidence') }),
      stack.evidence.map((note) => noteText(note, language)),
    ),
    ...listed(
      say('explain.titled', { title: say('inspect.caveats') }),
      stack.caveats.map((note) => noteText(note, language)),
    ),
    ...gainLines(stack, language),
  ];
}

type Say = (key: Parameters<typeof message>[1], values?: Record<string, string | number>) => string;

function titleOf({ prefix: given, configOnly, layers }: StackReading, say: Say): string {
  const prefix = safe(given);
  if (configOnly) return prefix === '' ? say('inspect.stackConfig') : say('inspect.stackConfigPart', { part: prefix });
  return layers ? say('inspect.stackLayers', { prefix, layers: rangesOf(layers) }) : say('inspect.stack', { prefix });
}

const listed = (title: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [title, ...items.map((item) => `  - ${item}`)];

/** Least, mean and greatest over all blocks, one line a norm. */
function gainLines({ gains, finalGain, finalNorm }: StackReading, language: Language): string[] {
  if (gains.length === 0 && !finalGain) return [];
  const say: Say = (key, values = {}) => message(language, key, values);
  const head = [say('inspect.gains.norm'), say('inspect.gains.min'), say('inspect.gains.mean'), say('inspect.gains.max')];
  const blocks = gains.map(({ norm, byLayer }) => {
    const ranges = byLayer.filter((range) => range !== null);
    const mean = ranges.reduce((sum, range) => sum + range.mean, 0) / ranges.length;
    return [safe(norm), fixed(Math.min(...ranges.map(({ min }) => min))), fixed(mean), fixed(Math.max(...ranges.map(({ max }) => max)))];
  });
  const final = finalGain
    ? [
        [
          say('inspect.gains.final', { name: safe(finalNorm ?? '') }),
          ...[finalGain.min, finalGain.mean, finalGain.max].map((x) => fixed(x)),
        ],
      ]
    : [];
  return [say('explain.titled', { title: say('inspect.gains') }), table(head, [...blocks, ...final])];
}
