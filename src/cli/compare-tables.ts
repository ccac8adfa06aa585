/** The result of a comparison for the terminal: arms, pairs, and what a reader must not overlook. */
import pc from 'picocolors';
import { type Language, type MessageKey, type MessageValues, message } from '../core/message/index.ts';
import type { ArmResult, PairResult, StudyResult } from '../study/types.ts';
import { fixed, probability, table, withInterval } from './table.ts';

type Say = (key: MessageKey, values?: MessageValues) => string;

export function compareTables(result: StudyResult, language: Language): string {
  const say: Say = (key, values) => message(language, key, values);
  return [armTable(result.arms, say), pairTable(result.pairs, say), ...notes(result, say)].join('\n');
}

function armTable(arms: readonly ArmResult[], say: Say): string {
  const head = (['arm', 'equation', 'lr', 'warmup', 'loss', 'survival'] as const).map((column) => say(`cli.table.${column}`));
  return table(
    head,
    arms.map((arm) => [
      arm.id,
      arm.equation,
      arm.lr === null ? '–' : String(arm.lr),
      arm.warmup === null ? '–' : String(arm.warmup),
      `${withInterval(arm.evalLoss.mean, arm.evalLoss.low, arm.evalLoss.high)} (n = ${arm.evalLoss.n})`,
      survivors(arm),
    ]),
  );
}

function survivors({ runs }: ArmResult): string {
  const told = judged(runs).filter(({ status }) => status === 'finished' || status === 'diverged');
  return `${told.filter(({ status }) => status === 'finished').length}/${told.length}`;
}

const judged = (runs: ArmResult['runs']) => runs.filter(({ stage }) => stage === 'judge');

function pairTable(pairs: readonly PairResult[], say: Say): string {
  const head = (['pair', 'difference', 'p', 'verdict'] as const).map((column) => say(`cli.table.${column}`));
  return table(
    head,
    pairs.map((pair) => [
      `${pair.a} − ${pair.b}`,
      withInterval(pair.difference, pair.low, pair.high),
      probability(pair.pValue),
      verdict(pair, say),
    ]),
  );
}

const verdictKeys = { better: 'cli.verdict.better', worse: 'cli.verdict.worse', 'no difference shown': 'cli.verdict.none' } as const;

function verdict({ a, b, n, verdict, moreSeeds }: PairResult, say: Say): string {
  if (n === 0) return say('cli.verdict.unmeasured');
  const words = say(verdictKeys[verdict], { a, b });
  return moreSeeds === null ? words : `${words};\n${say('cli.verdict.more', { n: moreSeeds })}`;
}

function notes({ arms, grid, task }: StudyResult, say: Say): string[] {
  const lines: string[] = [];
  if (task.bigramEntropy !== null) lines.push(say('cli.bigram', { value: fixed(task.bigramEntropy), uniform: fixed(task.uniformEntropy) }));
  for (const arm of arms) {
    const own = judged(arm.runs);
    const diverged = own.filter(({ status }) => status === 'diverged').length;
    if (diverged > 0) lines.push(pc.yellow(say('cli.diverged', { arm: arm.id, diverged, total: own.length })));
    const failed = arm.runs.filter(({ status }) => status === 'failed');
    if (failed[0])
      lines.push(pc.red(say('cli.failed', { arm: arm.id, failed: failed.length, total: arm.runs.length, reason: failed[0].reason ?? '' })));
    const edge = grid.lr.length > 1 && (arm.lr === grid.lr[0] || arm.lr === grid.lr.at(-1));
    if (edge) lines.push(pc.yellow(say('cli.edge', { arm: arm.id, lr: String(arm.lr) })));
  }
  for (const warning of new Set(arms.flatMap(({ warnings }) => warnings))) lines.push(pc.yellow(say('cli.warning', { text: warning })));
  return lines;
}
