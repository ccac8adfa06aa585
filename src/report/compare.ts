/** A comparison as one HTML file: verdict first, evidence after, everything needed to repeat it last. */
import type { Language } from '../core/message/index.ts';
import type { StudyResult } from '../study/types.ts';
import { type Context, makeContext } from './context.ts';
import { html, type Markup } from './html.ts';
import { renderPage, type Section } from './page.ts';
import { armsBody } from './section/arms.ts';
import { interruptedBanner, leftOutBanner } from './section/banner.ts';
import { glossaryBody } from './section/glossary.ts';
import { insideBody } from './section/inside.ts';
import { lossesBody } from './section/losses.ts';
import { readingBody } from './section/reading.ts';
import { repeatBody } from './section/repeat.ts';
import { runsBody } from './section/runs.ts';
import { selectionBody } from './section/selection.ts';
import { settingsBody } from './section/settings.ts';
import { verdictBody, verdictSentence } from './section/verdict.ts';

function head(result: StudyResult, context: Context): Markup {
  const values = { task: result.task.title, armCount: result.arms.length, seedCount: result.grid.judgeSeeds.length };
  return html`<p class="subtitle">${context.say('report.subtitle', values)}</p>
${interruptedBanner(result, context)}
<p class="lead">${verdictSentence(result, context)}</p>
${leftOutBanner(result, context)}`;
}

function sections(result: StudyResult, context: Context): Section[] {
  const { say } = context;
  return [
    { id: 'verdict', heading: say('report.section.verdict'), body: verdictBody(result, context) },
    { id: 'arms', heading: say('report.section.arms'), body: armsBody(result, context) },
    { id: 'selection', heading: say('report.section.selection'), body: selectionBody(result, context) },
    { id: 'losses', heading: say('report.section.losses'), body: lossesBody(result, context) },
    { id: 'inside', heading: say('report.section.inside'), body: insideBody(result, context) },
    { id: 'reading', heading: say('report.section.reading'), body: readingBody(result, context) },
    { id: 'settings', heading: say('report.section.settings'), body: settingsBody(result, context) },
    { id: 'runs', heading: say('report.section.runs'), body: runsBody(result, context) },
    { id: 'glossary', heading: say('report.section.glossary'), body: glossaryBody(context) },
    { id: 'repeat', heading: say('report.section.repeat'), body: repeatBody(result, context) },
  ];
}

/** The whole report as the text of one HTML file that needs no network and no script. */
export function renderCompareReport(result: StudyResult, language: Language): string {
  const context = makeContext(language, result.arms);
  return renderPage({ title: context.say('report.title'), head: head(result, context), sections: sections(result, context) }, context);
}
