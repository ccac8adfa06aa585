/** The result of a study for the terminal: arms, pairs, and what a reader must not overlook. */
import pc from 'picocolors';
import { type Language, type MessageKey, type MessageValues, message } from '../core/message/index.ts';
import { caveats } from '../study/caveats.ts';
import { edgeOf } from '../study/edge.ts';
import { judges } from '../study/judges.ts';
import { told } from '../study/robustness.ts';
import { fieldName } from '../study/setting.ts';
import { type ArmResult, type PairResult, type RateSweep, type StudyResult, seedsWorthNaming } from '../study/types.ts';
import { fixed, probability, table, withInterval } from './table.ts';

type Say = (key: MessageKey, values?: MessageValues) => string;

/** The command that makes more of the study, with these flags. */
type Grown = (...flags: string[]) => string;

/** @param grown nothing is advised when left out. */
export function compareTables(result: StudyResult, language: Language, grown?: Grown): string {
  const say: Say = (key, values) => message(language, key, values);
  const tables = judges(result) ? [armTable(result, say), pairTable(result.pairs, say)] : [rampTable(result, say) || mapTable(result, say)];
  const warnings = caveats(result, language).map((text) => pc.yellow(say('cli.warning', { text })));
  return [...tables.filter((text) => text !== ''), ...warnings, ...(grown ? advice(result, say, grown) : []), ...notes(result, say)].join(
    '\n',
  );
}

function armTable({ arms }: StudyResult, say: Say): string {
  const head = (['arm', 'equation', 'lr', 'warmup', 'loss', 'survival'] as const).map((column) => say(`cli.table.${column}`));
  return table(
    head,
    arms.map((arm) => [
      arm.id,
      arm.equation,
      arm.lr === null ? '–' : String(arm.lr),
      arm.warmup === null ? '–' : String(arm.warmup),
      `${withInterval(arm.evalLoss.mean, arm.evalLoss.low, arm.evalLoss.high)} (${kept(arm.evalLoss, say)})`,
      survivors(judged(arm)),
    ]),
  );
}

/** How many runs a mean stands on; of how many, where it leaves some out. */
const kept = ({ n, leftOut }: { readonly n: number; readonly leftOut: number }, say: Say): string =>
  leftOut > 0 ? say('report.word.kept', { n, total: n + leftOut }) : `n = ${n}`;

function survivors(runs: ArmResult['runs']): string {
  const ended = told(runs);
  return `${ended.filter(({ status }) => status === 'finished').length}/${ended.length}`;
}

const judged = ({ runs }: ArmResult) => runs.filter(({ stage }) => stage === 'judge');

/** A row for each sweep of the learning rate: where training holds, and from where on it does not. */
function mapTable({ arms }: StudyResult, say: Say): string {
  const head = [say('cli.table.arm'), say('cli.table.warmup'), say('report.robust.tolerated'), say('report.robust.lost')];
  const rows = arms.flatMap((arm) =>
    arm.sweeps.map((sweep) => [
      arm.id,
      sweepName(sweep),
      sweep.tolerated === null ? say('report.robust.noRate') : String(sweep.tolerated),
      sweep.lost === null ? say('report.robust.noneLost') : String(sweep.lost),
      survivors(arm.runs.filter(({ warmup, fields }) => warmup === sweep.warmup && sameFields(fields, sweep.fields))),
    ]),
  );
  return table([...head, say('cli.table.survival')], rows);
}

/** A row for each arm, where the learning rate rose until runs broke; nothing for other studies. */
function rampTable({ arms }: StudyResult, say: Say): string {
  const head = [
    say('cli.table.arm'),
    say('ramp.setting'),
    say('ramp.median'),
    say('ramp.range'),
    say('ramp.unbroken'),
    say('ramp.unlearned'),
  ];
  const rows = arms.flatMap(({ id, ramps = [] }) =>
    ramps.map(({ fields, median, least, most, unbroken, unlearned, runs }) => {
      const counts = [unbroken, unlearned].map((k) => say('ramp.of', { k, n: runs.length }));
      if (median === null) return [id, fieldNames(fields), '–', '–', ...counts];
      const shown = 2 * unbroken >= runs.length - unlearned ? say('ramp.atLeast', { rate: rounded(median) }) : rounded(median);
      return [id, fieldNames(fields), shown, [least, most].map(rounded).join(' – '), ...counts];
    }),
  );
  return rows.length > 0 ? table(head, rows) : '';
}

const rounded = (value: number | null): string => (value === null ? '–' : String(Number(value.toPrecision(3))));

const sameFields = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);

const sweepName = ({ warmup, fields }: RateSweep): string => [String(warmup), fieldNames(fields)].filter((text) => text !== '').join(', ');

const fieldNames = (fields: RateSweep['fields']): string =>
  Object.entries(fields)
    .map(([path, value]) => `${fieldName(path)}=${JSON.stringify(value)}`)
    .join(', ');

function pairTable(pairs: readonly PairResult[], say: Say): string {
  if (pairs.length === 0) return '';
  const head = (['pair', 'difference', 'p', 'verdict'] as const).map((column) => say(`cli.table.${column}`));
  return table(
    head,
    pairs.map((pair) => [
      `${pair.a} − ${pair.b}`,
      `${withInterval(pair.difference, pair.low, pair.high)}${pair.leftOut > 0 ? ` (${kept(pair, say)})` : ''}`,
      probability(pair.pValue),
      verdict(pair, say),
    ]),
  );
}

const verdictKeys = { better: 'cli.verdict.better', worse: 'cli.verdict.worse', 'no difference shown': 'cli.verdict.none' } as const;

function verdict(pair: PairResult, say: Say): string {
  const { a, b, n, verdict } = pair;
  if (n === 0) return say('cli.verdict.unmeasured');
  const words = say(verdictKeys[verdict], { a, b });
  const more = moreSeeds(pair, say);
  return more === null ? words : say('cli.verdict.and', { words, more });
}

function moreSeeds({ moreSeeds: n, moreSeconds }: PairResult, say: Say): string | null {
  if (n === null) return null;
  if (n > seedsWorthNaming) return say('report.more.many', { n: seedsWorthNaming });
  return moreSeconds === null ? say('cli.verdict.more', { n }) : say('report.more.time', { n, minutes: minutes(moreSeconds) });
}

const minutes = (seconds: number): number => Math.max(1, Math.round(seconds / 60));

function notes(result: StudyResult, say: Say): string[] {
  const { arms, task } = result;
  const lines: string[] = [];
  if (task.bigramEntropy !== null) lines.push(say('cli.bigram', { value: fixed(task.bigramEntropy), uniform: fixed(task.uniformEntropy) }));
  lines.push(...noiseNotes(result, say));
  for (const arm of arms) {
    const own = judged(arm);
    const diverged = own.filter(({ status }) => status === 'diverged').length;
    if (diverged > 0) lines.push(pc.yellow(say('cli.diverged', { arm: arm.id, diverged, total: own.length })));
    const failed = arm.runs.filter(({ status }) => status === 'failed');
    if (failed[0])
      lines.push(pc.red(say('cli.failed', { arm: arm.id, failed: failed.length, total: arm.runs.length, reason: failed[0].reason ?? '' })));
  }
  return lines;
}

/** Commands that would settle what is open: more seeds, and learning rates beyond an edge. */
function advice({ arms, pairs, grid }: StudyResult, say: Say, grown: Grown): string[] {
  const wanted = [...new Set(pairs.flatMap(({ moreSeeds: n }) => (n !== null && n <= seedsWorthNaming ? [n] : [])))].sort((a, b) => a - b);
  const seeds = wanted.slice(0, mostAdvised).map((n) => {
    const names = pairs.filter(({ moreSeeds }) => moreSeeds === n).map(({ a, b }) => `${a} − ${b}`);
    return say('cli.grow.seeds', { n, pairs: names, command: grown('--seeds', String(grid.judgeSeeds.length + n)) });
  });
  const rates = [...new Set(arms.flatMap((arm) => edgeOf(arm)?.next ?? []))].sort((a, b) => a - b);
  return [...seeds, ...(rates.length > 0 ? [say('cli.grow.rates', { command: grown('--lr', rates.join(',')) })] : [])];
}

const mostAdvised = 3;

function noiseNotes({ noise, pairs }: StudyResult, say: Say): string[] {
  if (noise === null) return [];
  const { sd, n, leftOut, detectable } = noise;
  const floor = say('report.noise.floor', { sd: fixed(sd, 4), runs: leftOut > 0 ? say('report.word.kept', { n, total: n + leftOut }) : n });
  const shown = detectable === null ? [] : [say('report.noise.detectable', { size: fixed(detectable, 4) })];
  const small = pairs.filter(({ underNoise }) => underNoise).map(({ a, b }) => `${a} − ${b}`);
  return [floor, ...shown, ...(small.length > 0 ? [pc.yellow(say('report.noise.under', { pairs: small }))] : [])];
}
