/** The reading, laid out: the pairs first, then arm by arm. */
import type { StudyResult } from '../../study/types.ts';
import type { Context } from '../context.ts';
import { html, type Markup } from '../html.ts';
import { readResult } from '../reading.ts';
import { armName } from './arms.ts';

const group = (heading: Markup | string, sentences: readonly string[]): Markup | null =>
  sentences.length === 0 ? null : html`<h3>${heading}</h3><ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;

export function readingBody(result: StudyResult, context: Context): Markup {
  const { pairs, arms } = readResult(result, context.language);
  return html`<div class="reading"><p class="note">${context.say('report.reading.intro')}</p>
${group(context.say('report.reading.pairs'), pairs)}${arms.map(({ arm, sentences }) => group(armName(arm, context), sentences))}</div>`;
}
