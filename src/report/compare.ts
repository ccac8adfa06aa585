/** A comparison as one HTML file: verdict first, evidence after, everything needed to repeat it last. */
import type { Language, MessageKey } from '../core/message/index.ts';
import { judges } from '../study/judges.ts';
import { told } from '../study/robustness.ts';
import type { StudyResult } from '../study/types.ts';
import { type Context, makeContext } from './context.ts';
import { paragraph } from './format.ts';
import { html, type Markup } from './html.ts';
import { renderPage, type Section } from './page.ts';
import { armsBody } from './section/arms.ts';
import { caveatsBanner, interruptedBanner, leftOutBanner } from './section/banner.ts';
import { glossaryBody } from './section/glossary.ts';
import { insideBody } from './section/inside.ts';
import { lossesBody } from './section/losses.ts';
import { mapBody } from './section/map.ts';
import { rampBody, rampLead } from './section/ramp.ts';
import { readingBody } from './section/reading.ts';
import { repeatBody } from './section/repeat.ts';
import { robustBody } from './section/robust.ts';
import { runsBody } from './section/runs.ts';
import { selectionBody } from './section/selection.ts';
import { settingsBody } from './section/settings.ts';
import { survivalBody } from './section/survival.ts';
import { variedBody, variedSeries } from './section/varied.ts';
import { verdictBody, verdictLead } from './section/verdict.ts';

function subtitle(result: StudyResult, { say }: Context): string {
  const values = { task: result.task.title, armCount: result.arms.length };
  const { selectSeeds, judgeSeeds } = result.grid;
  if (judges(result)) return say('report.subtitle', { ...values, seedCount: judgeSeeds.length });
  const runCount = result.arms.reduce((total, { runs }) => total + runs.length, 0);
  return say('report.subtitle.map', { ...values, runCount, seedCount: selectSeeds.length });
}

/** What a map says on top: how much of it diverged, and that it judges nothing. */
function mapLead({ arms }: StudyResult, { say, language }: Context): Markup {
  const runs = arms.flatMap((arm) => arm.runs);
  const diverged = runs.filter(({ status }) => status === 'diverged').length;
  const lost = runs.length - told(runs).length;
  const sentences = [
    say('report.map.lead', { divergedCount: diverged, totalCount: runs.length }),
    lost > 0 && say('report.map.leadLost', { lostCount: lost, totalCount: runs.length }),
  ];
  return html`<p class="lead">${paragraph(sentences, language)}</p>`;
}

/** Whether the learning rate rose until runs broke. */
const rose = ({ arms }: StudyResult): boolean => arms.some(({ ramps }) => ramps !== undefined);

function leadOf(result: StudyResult, context: Context): Markup {
  if (judges(result)) return html`${verdictLead(result, context)}\n${caveatsBanner(result, context)}\n${leftOutBanner(result, context)}`;
  return rose(result) ? rampLead(result, context) : mapLead(result, context);
}

function head(result: StudyResult, context: Context): Markup {
  const lead = leadOf(result, context);
  const name = result.name !== null && html`<p class="subtitle">${result.name}</p>\n`;
  return html`${name}<p class="subtitle">${subtitle(result, context)}</p>\n${interruptedBanner(result, context)}\n${lead}`;
}

interface Part {
  readonly heading: MessageKey;
  readonly body: (result: StudyResult, context: Context) => Markup;
  readonly when?: (result: StudyResult) => boolean;
}

/** In this order; the ids are the anchors of the page. */
const parts: Readonly<Record<string, Part>> = {
  verdict: { heading: 'report.section.verdict', body: verdictBody, when: judges },
  map: { heading: 'report.section.map', body: mapBody, when: (result) => !judges(result) && !rose(result) },
  ramp: { heading: 'ramp.section', body: rampBody, when: rose },
  arms: { heading: 'report.section.arms', body: armsBody },
  varied: { heading: 'report.section.varied', body: variedBody, when: (result) => judges(result) && variedSeries(result).length > 0 },
  robust: { heading: 'report.section.robust', body: robustBody, when: judges },
  selection: { heading: 'report.section.selection', body: selectionBody, when: judges },
  survival: { heading: 'report.section.survival', body: survivalBody },
  losses: { heading: 'report.section.losses', body: lossesBody, when: judges },
  inside: { heading: 'report.section.inside', body: insideBody, when: judges },
  reading: { heading: 'report.section.reading', body: readingBody },
  settings: { heading: 'report.section.settings', body: settingsBody },
  runs: { heading: 'report.section.runs', body: runsBody },
  glossary: { heading: 'report.section.glossary', body: (_result, context) => glossaryBody(context) },
  repeat: { heading: 'report.section.repeat', body: repeatBody },
};

function sections(result: StudyResult, context: Context): Section[] {
  const shown = Object.entries(parts).filter(([, { when }]) => when?.(result) ?? true);
  return shown.map(([id, { heading, body }]) => ({ id, heading: context.say(heading), body: body(result, context) }));
}

/**
 * The whole report as the text of one HTML file that needs no network and runs no script.
 * @param study embedded as data under the id "normlab-study" for programs to read back; nothing when left out.
 */
export function renderCompareReport(result: StudyResult, language: Language, study?: object): string {
  const context = makeContext(language, result.arms);
  const title = context.say(judges(result) ? 'report.title' : rose(result) ? 'ramp.title' : 'report.title.map');
  return renderPage({ title, head: head(result, context), sections: sections(result, context), data: study }, context);
}
