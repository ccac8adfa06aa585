import { languages } from '../../core/message/index.ts';
import type { Evidence } from '../evidence.ts';
import { claimFigure } from '../figure.ts';
import { claims } from '../index.ts';
import { figureFile, fileOf } from './markdown.ts';
import { overviewPage } from './overview.ts';
import { claimPage } from './page.ts';

/** Every page and figure that evidence gives, by file name: what docs/claims holds beside the evidence itself. */
export function allPages(evidence: ReadonlyMap<string, Evidence>): Map<string, string> {
  const pages = new Map<string, string>();
  for (const language of languages) {
    pages.set(fileOf('README', language), overviewPage(evidence, language));
    for (const claim of claims.members) {
      const found = evidence.get(claim.id);
      if (!found) continue;
      pages.set(fileOf(claim.id, language), claimPage(claim, found, language));
      pages.set(figureFile(claim.id, language), claimFigure(claim, found.numbers, claim.rule.decide(found.numbers), language));
    }
  }
  return pages;
}
