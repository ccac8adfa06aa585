import { join, resolve } from 'node:path';
import pc from 'picocolors';
import { readBudget } from '../../claim/budget.ts';
import { toClaimJson } from '../../claim/claim-json.ts';
import type { Evidence } from '../../claim/evidence.ts';
import { claimFigure } from '../../claim/figure.ts';
import { type ClaimFilter, filterClaims, verdictWords } from '../../claim/filter.ts';
import { committedFolder, evidenceIn } from '../../claim/folder.node.ts';
import { claims } from '../../claim/index.ts';
import { figureFile } from '../../claim/page/markdown.ts';
import { remarks } from '../../claim/remark.ts';
import { evidenceFolder, runClaims } from '../../claim/run.node.ts';
import { scaleOf } from '../../claim/scale.ts';
import { effectText, sizeText } from '../../claim/text.ts';
import { type Claim, type ClaimGroup, claimGroups } from '../../claim/types.ts';
import { UserError } from '../../core/errors.ts';
import { type Language, message } from '../../core/message/index.ts';
import { wrap } from '../../explain/wrap.ts';
import { placements } from '../../model/placement/index.ts';
import { openFolder, writeWhole } from '../../store/files.node.ts';
import { defaultJobs } from '../../study/engine-choice.node.ts';
import { commandLine } from '../command-line.ts';
import { oneOf } from '../flags.ts';
import { interruptedExitCode, onInterrupt } from '../interrupt.ts';
import { declareJson, type JsonFlag, putJson } from '../json-flag.ts';
import { jsonFolder } from '../outputs.ts';
import { Progress } from '../progress.ts';
import { declareFlags, declareLanguage } from '../shared-flags.ts';
import { table } from '../table.ts';
import { tableWidth } from '../terminal.ts';
import type { CliCommand, CliContext } from '../types.ts';

interface ClaimsFlags extends JsonFlag {
  readonly run?: boolean;
  readonly verdict?: ClaimFilter['verdict'];
  readonly group?: ClaimGroup;
  readonly placement?: string;
  /** Seconds. */
  readonly budget?: number;
  readonly jobs?: number;
  readonly out?: string;
}

export const command: CliCommand = {
  declare: (command, language) => {
    command
      .argument('[ids...]', message(language, 'cli.argument.claims'))
      .option('--verdict <id>', message(language, 'cli.flag.claimsVerdict'), oneOf('--verdict', verdictWords))
      .option('--group <id>', message(language, 'cli.flag.claimsGroup', { choices: claimGroups }), oneOf('--group', claimGroups))
      .option('--placement <id>', message(language, 'cli.flag.claimsPlacement'), (given) => placements.named(given).id)
      .option('--run', message(language, 'cli.flag.claimsRun'))
      .option('--budget <time>', message(language, 'cli.flag.claimsBudget'), readBudget);
    declareFlags(command, language, ['jobs', 'out'], { out: 'cli.flag.claimsOut' });
    declareJson(command, language);
    declareLanguage(command, language);
  },
  run: ([ids], flags, { language, argv }) =>
    run(
      (ids as string[]).map((id) => claims.get(id)),
      flags as unknown as ClaimsFlags,
      { language, argv },
    ),
};

async function run(asked: readonly Claim[], flags: ClaimsFlags, { language, argv }: CliContext): Promise<void> {
  const folder = resolve(flags.out ?? join('normlab-out', 'claims'));
  for (const path of jsonFolder(flags.json)) openFolder(path);
  if (flags.budget !== undefined && !flags.run) throw new UserError('error.claimBudgetAlone');
  const known = () => new Map([...evidenceIn(committedFolder), ...evidenceIn(evidenceFolder(folder))]);
  const chosen = filterClaims(asked.length > 0 ? asked : claims.members, flags, known());
  if (flags.run) await measure(chosen, folder, flags, { language, argv });
  // What was measured here stands above what came with the package.
  const evidence = known();
  if (!putJson(flags.json, () => chosen.map((claim) => toClaimJson(claim, evidence.get(claim.id))), language)) return;
  console.log(asked.length === 1 ? oneClaim(asked[0] as Claim, evidence, folder, language) : claimsTable(chosen, evidence, language));
}

async function measure(
  chosen: readonly Claim[],
  folder: string,
  { budget, jobs = defaultJobs() }: ClaimsFlags,
  { language, argv }: CliContext,
) {
  openFolder(folder);
  const progress = new Progress(language);
  const interrupt = onInterrupt(language);
  const stop = new AbortController();
  interrupt.signal.addEventListener('abort', () => stop.abort(), { once: true });
  const timer = budget === undefined ? undefined : setTimeout(() => stop.abort(), Math.min(1000 * budget, longestTimer));
  const unfinished: string[] = [];
  let done = 0;
  try {
    await runClaims(chosen, {
      folder,
      jobs,
      signal: stop.signal,
      command: ({ id }) => commandLine(['claims', id, '--run']),
      onClaim: ({ id }, found) => {
        done++;
        if (!found) unfinished.push(id);
      },
      onProgress: ({ id }, share) =>
        progress.show('cli.progress.claims', (done + share) / chosen.length, { id, done, total: chosen.length }),
    });
  } finally {
    clearTimeout(timer);
    progress.done();
    interrupt.release();
  }
  if (interrupt.signal.aborted) process.exitCode = interruptedExitCode;
  if (unfinished.length === 0) return;
  console.error(pc.yellow(message(language, 'cli.claims.unfinished', { ids: unfinished, folder })));
  console.error(pc.yellow(message(language, 'cli.goOn', { command: commandLine(argv) })));
}

/** Milliseconds; Node ends a longer wait at once. */
const longestTimer = 2 ** 31 - 1;

const verdictText = (claim: Claim, found: Evidence | undefined, language: Language): string =>
  message(language, found ? `claim.verdict.${claim.rule.decide(found.numbers).verdict}` : 'claim.verdict.none');

/** Sentences, each with its id below, and what came out. */
function claimsTable(chosen: readonly Claim[], evidence: ReadonlyMap<string, Evidence>, language: Language): string {
  const head = (['cli.claims.statement', 'cli.claims.verdict', 'cli.claims.effect'] as const).map((key) => message(language, key));
  const rows = chosen.map((claim) => {
    const found = evidence.get(claim.id);
    const decision = found && claim.rule.decide(found.numbers);
    const effect = decision && [effectText(decision.effect, decision, language), sizeText(claim.rule, decision.effect, language)];
    return [
      `${sentence(claim.statement[language])}\n${claim.id}`,
      verdictText(claim, found, language),
      effect?.filter((text) => text !== '').join('\n') ?? '–',
    ];
  });
  return `${table(head, rows)}\n${message(language, 'cli.claims.count', { shown: chosen.length, total: claims.ids.length })}`;
}

/** Wider columns of text are hard to read; where a table must fit, it folds them itself. */
const sentence = (text: string): string => (Number.isFinite(tableWidth()) ? text : wrap(text, 72).join('\n'));

function oneClaim(claim: Claim, evidence: ReadonlyMap<string, Evidence>, folder: string, language: Language): string {
  const say = (key: Parameters<typeof message>[1], values = {}) => message(language, key, values);
  const found = evidence.get(claim.id);
  const verdict = verdictText(claim, found, language);
  const lines = [claim.statement[language], '', say('claim.page.verdict', { verdict })];
  if (found) lines.push(...measured(claim, found, folder, language));
  lines.push('', say('explain.named', { name: say('claim.page.rule'), text: claim.rule.words[language] }));
  if (claim.earlier) lines.push('', `${say('claim.page.earlier')} ${claim.earlier[language]}`);
  lines.push('', ...scaleOf(claim, language).map((line) => `${say('claim.page.here')}${line}`));
  lines.push(`${say('claim.page.published')}${claim.published[language]}`, ...claim.sources.map(({ text, url }) => `${text} · ${url}`));
  lines.push('', say('cli.claims.repeat', { command: commandLine(['claims', claim.id, '--run']) }));
  return lines.join('\n');
}

function measured(claim: Claim, found: Evidence, folder: string, language: Language): string[] {
  const decision = claim.rule.decide(found.numbers);
  const trend = decision.trend.map((effect) => {
    const [name, text] = [sizeText(claim.rule, effect, language), effectText(effect, decision, language)];
    return name === '' ? text : message(language, 'explain.named', { name, text });
  });
  const remark = remarks[claim.id];
  const why = remark?.verdict === decision.verdict ? ['', remark.reason[language], remark.settle[language]] : [];
  const file = join(folder, figureFile(claim.id, language));
  writeWhole(file, claimFigure(claim, found.numbers, decision, language));
  return [...trend, ...why, '', message(language, 'cli.claims.figure', { file })];
}
