/** How the signal travels at initialization, as one HTML file. */
import type { Language } from '../core/message/index.ts';
import type { SignalArm, SignalResult } from '../study/signal-types.ts';
import { type Context, makeContext } from './context.ts';
import { list, paragraph } from './format.ts';
import { html, type Markup } from './html.ts';
import { renderPage, type Section } from './page.ts';
import { armCards } from './section/arms.ts';
import { glossaryBody } from './section/glossary.ts';
import { repeatBody } from './section/repeat.ts';
import { flatten, settingsTable } from './section/settings.ts';
import { deepest, profilesBody } from './section/signal-profiles.ts';
import { slopesBody } from './section/signal-slopes.ts';

/** An exponent below this is called flat: depth 100 then changes the norm by less than 40%. */
const flat = 0.1;

function lead({ arms }: SignalResult, { say, label, language }: Context): Markup {
  const names = (keep: (slope: number) => boolean): string =>
    list(
      arms.filter(({ slope }: SignalArm) => slope !== null && keep(Math.abs(slope))).map(({ id }) => label(id)),
      language,
    );
  const [steep, level] = [names((slope) => slope >= flat), names((slope) => slope < flat)];
  const sentences = [
    steep !== '' && say('report.signal.leadVaries', { arms: steep }),
    level !== '' && say('report.signal.leadFlat', { arms: level }),
  ];
  return html`<p class="lead">${paragraph(sentences, language)}</p>`;
}

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
