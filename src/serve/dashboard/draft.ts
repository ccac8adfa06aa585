/** A study as someone typed it into the page: what it would be, or the sentence that says why it cannot be. */
import { parse } from 'yaml';
import { UserError } from '../../core/errors.ts';
import type { Language } from '../../core/message/index.ts';
import type { EngineChoice } from '../../spec/run.ts';
import { type StudyOptions, studyPlan } from '../../study/options.ts';
import { typicalRun } from '../../study/plan.ts';
import { foreseen } from '../../study/study.ts';
import { parseStudy } from '../../study/study-spec.ts';
import { limits } from './limits.ts';
import { shown } from './shown.ts';
import type { Draft } from './wire.ts';

/** @throws UserError when it is not a study, asks for files, or would be too large. */
export function readDraft(text: string, engine: EngineChoice, language: Language): Draft {
  const input = readYaml(text);
  refuseFiles(input);
  const options = parseStudy(input, language);
  refuseTooMany(options);
  const plan = studyPlan(options, engine);
  const { runs, steps } = foreseen(plan);
  if (runs > limits.runsOfStudy) throw tooMany(runs);
  return { name: plan.name ?? null, arms: plan.arms.map((arm) => shown(arm)), runs, steps, task: shown(typicalRun(plan).task.id) };
}

function readYaml(text: string): unknown {
  try {
    return parse(text, { prettyErrors: true, maxAliasCount: 50 });
  } catch (error) {
    throw new UserError('dash.error.yaml', { reason: (error as Error).message.split('\n')[0] as string });
  }
}

/** Fields of a spec that name files. */
const ofFiles = /(^|\.)files$/;

/** What is typed into a page does not choose what is read on this machine. */
function refuseFiles(value: unknown, depth = 0): void {
  if (value === null || typeof value !== 'object' || depth > 20) return;
  for (const [key, child] of Object.entries(value)) {
    if (ofFiles.test(key)) throw new UserError('dash.error.files');
    refuseFiles(child, depth + 1);
  }
}

/** Counted before anything is laid out: a short text can ask for more combinations than there is memory. */
function refuseTooMany({ arms = [], lr = [], warmup = [], fields = {}, vary = {}, seeds, selectSeeds }: StudyOptions): void {
  const sizes = [...Object.values(fields), ...Object.values(vary), lr, warmup].map(({ length }) => Math.max(1, length));
  const count = sizes.reduce((product, size) => product * size, Math.max(1, arms.length)) * Math.max(1, number(selectSeeds), number(seeds));
  if (count > limits.runsOfStudy) throw tooMany(count);
}

const number = (of: StudyOptions['seeds'] = 1): number => (typeof of === 'number' ? of : of.length);
const tooMany = (runs: number): UserError => new UserError('dash.error.tooMany', { runs, most: limits.runsOfStudy });
