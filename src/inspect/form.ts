/** What a block whose norms stand at certain sites is: one row for each placement that names can show. */
import { layerScale } from './norm-name.ts';
import type { BlockNorms, FrameNorms } from './norms.ts';
import type { Stack } from './stack.ts';

interface Seen {
  readonly stack: Stack;
  readonly norms: BlockNorms;
  readonly frame: FrameNorms;
}

interface Form {
  readonly sites: string;
  /** What there must be besides; of several rows for the same sites the first that fits is taken. */
  readonly when?: (seen: Seen) => boolean;
  readonly placements: readonly string[];
  /** What stores the same names and is said by a flag alone. */
  readonly byFlag?: readonly string[];
}

const forms: readonly Form[] = [
  { sites: 'in', when: ({ norms }) => norms.inner.has('sub'), placements: ['sub-ln'] },
  { sites: 'in', when: ({ stack }) => [...stack.parts.keys()].some((rest) => layerScale.test(rest)), placements: ['layerscale'] },
  { sites: 'in', placements: ['pre'], byFlag: ['parallel-two', 'glm', 'custom'] },
  { sites: 'out', placements: ['branch-out'] },
  { sites: 'in+out', when: ({ frame }) => frame.embedding !== undefined, placements: ['sandwich', 'peri'] },
  { sites: 'in+out', placements: ['sandwich'], byFlag: ['peri'] },
  { sites: 'exit', placements: ['post'], byFlag: ['deepnorm'] },
  { sites: 'block', placements: ['parallel'] },
];

export const formOf = (sites: string, seen: Seen): Form | undefined =>
  forms.find((form) => form.sites === sites && (form.when?.(seen) ?? true));
