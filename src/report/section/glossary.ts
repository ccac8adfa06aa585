/** A few terms in plain words. */
import type { MessageKey } from '../../core/message/index.ts';
import type { Context } from '../context.ts';
import { html, type Markup } from '../html.ts';

const terms: readonly (readonly [MessageKey, MessageKey])[] = [
  ['report.glossary.stream', 'report.glossary.streamText'],
  ['report.glossary.sublayer', 'report.glossary.sublayerText'],
  ['report.glossary.gradient', 'report.glossary.gradientText'],
  ['report.glossary.identity', 'report.glossary.identityText'],
  ['report.glossary.warmup', 'report.glossary.warmupText'],
  ['report.glossary.nat', 'report.glossary.natText'],
  ['report.glossary.bigram', 'report.glossary.bigramText'],
  ['report.glossary.seed', 'report.glossary.seedText'],
  ['report.glossary.survival', 'report.glossary.survivalText'],
  ['report.glossary.noise', 'report.glossary.noiseText'],
  ['report.glossary.middle', 'report.glossary.middleText'],
];

export function glossaryBody({ say }: Context): Markup {
  return html`<dl>${terms.map(([term, text]) => html`<dt>${say(term)}</dt><dd>${say(text)}</dd>`)}</dl>`;
}
