/** All claims at a glance, as Markdown: one table for each group. */
import { type Language, message } from '../../core/message/index.ts';
import { duration } from '../../report/format.ts';
import type { Evidence } from '../evidence.ts';
import { claims } from '../index.ts';
import { effectText, sizeText } from '../text.ts';
import { type ClaimGroup, claimGroups } from '../types.ts';
import { contradictionTable } from './contradiction-table.ts';
import { fileOf, row } from './markdown.ts';
import { verdictOf, verdictText } from './verdict.ts';

export function overviewPage(evidence: ReadonlyMap<string, Evidence>, language: Language): string {
  const say = (key: Parameters<typeof message>[1], values = {}) => message(language, key, values);
  const counted = count(evidence);
  const paragraphs = [
    `# ${say('claim.overview.title')}`,
    `[${say('claim.page.other')}](${fileOf('README', language === 'en' ? 'zh' : 'en')})`,
    say('claim.overview.lead', counted),
    say('claim.overview.how'),
    ...claimGroups.map((group) => `## ${say(`claim.group.${group}`)}\n\n${table(group, evidence, language)}`),
    `## ${say('claim.overview.contradictions')}`,
    say('claim.overview.contradictionsLead'),
    contradictionTable(evidence, language),
    say('claim.overview.cost', { time: duration(totalSeconds(evidence), language) }),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function count(evidence: ReadonlyMap<string, Evidence>) {
  const verdicts = claims.members.map((claim) => verdictOf(claim, evidence)?.verdict);
  const of = (verdict: (typeof verdicts)[number]) => verdicts.filter((one) => one === verdict).length;
  return {
    total: claims.members.length,
    supported: of('supported'),
    contradicted: of('contradicted'),
    open: of('not shown at this scale'),
  };
}

function table(group: ClaimGroup, evidence: ReadonlyMap<string, Evidence>, language: Language): string {
  const say = (key: Parameters<typeof message>[1]) => message(language, key);
  const rows = claims.members
    .filter((claim) => claim.group === group)
    .map((claim) => {
      const decision = verdictOf(claim, evidence);
      const verdict = verdictText(decision?.verdict, language);
      const size = decision ? sizeText(claim.rule, decision.effect, language) : '';
      const effect = decision ? [effectText(decision.effect, decision, language), size].filter((part) => part !== '').join(' · ') : '—';
      const statement = claim.statement[language];
      return row([decision ? `[${statement}](${fileOf(claim.id, language)})` : statement, verdict, effect]);
    });
  return [
    row([say('claim.overview.claim'), say('claim.overview.verdict'), say('claim.overview.effect')]),
    row(['---', '---', '---']),
    ...rows,
  ].join('\n');
}

/** Each need once, though several claims read it: the dearest claim of those that ask the same. */
function totalSeconds(evidence: ReadonlyMap<string, Evidence>): number {
  const byNeeds = new Map<string, number>();
  for (const { id, needs } of claims.members) {
    const found = evidence.get(id);
    if (found) byNeeds.set(JSON.stringify(needs), Math.max(found.seconds, byNeeds.get(JSON.stringify(needs)) ?? 0));
  }
  return [...byNeeds.values()].reduce((total, seconds) => total + seconds, 0);
}
