/** The page of one claim as Markdown, from its evidence alone. */
import { type Language, message } from '../../core/message/index.ts';
import { duration } from '../../report/format.ts';
import type { Evidence } from '../evidence.ts';
import { remarks } from '../remark.ts';
import { scaleOf } from '../scale.ts';
import { effectText, intervalText, sizeText, valueText } from '../text.ts';
import type { Claim, Decision } from '../types.ts';
import { figureFile, fileOf, row } from './markdown.ts';

export function claimPage(claim: Claim, evidence: Evidence, language: Language): string {
  const decision = claim.rule.decide(evidence.numbers);
  const say = (key: Parameters<typeof message>[1], values = {}) => message(language, key, values);
  const other: Language = language === 'en' ? 'zh' : 'en';
  const verdict = say(`claim.verdict.${decision.verdict}`);
  const paragraphs = [
    `# ${claim.statement[language]}`,
    `[${say('claim.page.other')}](${fileOf(claim.id, other)}) · [${say('claim.page.all')}](${fileOf('README', language)})`,
    `**${say('claim.page.verdict', { verdict })}** ${effectLine(claim, decision, language)}`,
    `![${claim.statement[language]}](${figureFile(claim.id, language)})`,
    ...(decision.trend.length > 1 ? [trendTable(claim, decision, language)] : []),
    `## ${say('claim.page.rule')}`,
    claim.rule.words[language],
    ...(claim.earlier ? [`*${say('claim.page.earlier')}* ${claim.earlier[language]}`] : []),
    ...remarkOf(claim, decision, language),
    `## ${say('claim.page.scale')}`,
    [
      ...scaleOf(claim, language).map((line) => `- ${say('claim.page.here')}${line}`),
      `- ${say('claim.page.published')}${claim.published[language]}`,
    ].join('\n'),
    `## ${say('claim.page.source')}`,
    [`- ${say(`claim.group.${claim.group}`)}`, ...claim.sources.map(({ text, url }) => `- [${text}](${url})`)].join('\n'),
    `## ${say('claim.page.repeat')}`,
    `    npx ${evidence.command}`,
    say('claim.page.cost', {
      runs: evidence.runs,
      time: duration(evidence.seconds, language),
      version: evidence.version,
      engine: evidence.engine ? `${evidence.engine.id} ${evidence.engine.version}` : say('claim.page.noEngine'),
      date: evidence.date.slice(0, 10),
      file: `${claim.id}.json`,
    }),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function effectLine({ rule }: Claim, decision: Decision, language: Language): string {
  const size = sizeText(rule, decision.effect, language);
  const effect = effectText(decision.effect, decision, language);
  return message(language, size === '' ? 'claim.page.effect' : 'claim.page.effectAt', { effect, size });
}

function trendTable({ rule }: Claim, { trend, unit }: Decision, language: Language): string {
  const say = (key: Parameters<typeof message>[1]) => message(language, key);
  const head = [say('claim.page.size'), `${say('claim.page.mean')}${unit[language] === '' ? '' : ` (${unit[language]})`}`];
  const rows = trend.map((effect) => [
    sizeText(rule, effect, language),
    valueText(effect.mean),
    intervalText(effect),
    String(effect.n),
    String(effect.leftOut),
  ]);
  return [
    row([...head, say('claim.page.interval'), say('claim.page.n'), say('claim.page.leftOut')]),
    row(['---', '---', '---', '---', '---']),
    ...rows.map(row),
  ].join('\n');
}

function remarkOf({ id }: Claim, { verdict }: Decision, language: Language): string[] {
  const remark = remarks[id];
  if (!remark || remark.verdict !== verdict) return [];
  return [
    `## ${message(language, 'claim.page.why')}`,
    remark.reason[language],
    `*${message(language, 'claim.page.settle')}* ${remark.settle[language]}`,
  ];
}
