/** How the signal travels at initialization, as one HTML file. */
import type { Language } from '../core/message/index.ts';
import type { SignalResult } from '../study/signal-types.ts';
import { type Context, makeContext } from './context.ts';
import { list, paragraph } from './format.ts';
import { html, type Markup } from './html.ts';
import { renderPage, type Section } from './page.ts';
import { depthSentences } from './rule/depth.ts';
import { armCards } from './section/arms.ts';
import { glossaryBody } from './section/glossary.ts';
import { repeatBody } from './section/repeat.ts';
import { flatten, settingsTable } from './section/settings.ts';
import { deepest, profilesBody } from './section/signal-profiles.ts';
import { slopesBody } from './section/signal-slopes.ts';

const lead = (result: SignalResult, { label, language }: Context): Markup =>
  html`<p class="lead">${paragraph(depthSentences(result, language, label), language)}</p>`;

function sections(result: SignalResult, context: Context): Section[] {
  const { say } = context;
  return [
    { id: 'slopes', heading: say('report.signal.slopes'), body: slopesBody(result, context) },
    { id: 'profiles', heading: say('report.signal.profiles', { depth: deepest(result) }), body: profilesBody(result, context) },
    { id: 'arms', heading: say('report.section.arms'), body: armCards(result.arms, context) },
    { id: 'settings', heading: say('report.section.settings'), body: settingsTable(flatten(result.settings), context) },
    { id: 'glossary', heading: say('report.section.glossary'), body: glossaryBody(context) },
    { id: 'repeat', heading: say('report.section.repeat'), body: repeatBody(result, context) },
  ];
}

/** The whole report as the text of one HTML file that needs no network and no script. */
export function renderSignalReport(result: SignalResult, language: Language): string {
  const context = makeContext(language, result.arms);
  const { say } = context;
  const depths = [...new Set(result.arms.flatMap((arm) => arm.depths.map(({ depth }) => depth)))].sort((a, b) => a - b);
  const subtitle = say('report.signal.subtitle', { armCount: result.arms.length, depths: list(depths.map(String), language) });
  const head = html`<p class="subtitle">${subtitle}</p>${lead(result, context)}`;
  return renderPage({ title: say('report.signal.title'), head, sections: sections(result, context) }, context);
}
