import { choice, number } from '../../core/options.ts';
import { ramp } from '../scale/build.ts';
import { post } from './post.ts';
import { pre } from './pre.ts';
import { sandwich } from './sandwich.ts';
import { definePlacement } from './types.ts';

const bases = { pre, post, sandwich };

/** Progressive residual warm-up: what a branch writes is multiplied by min(t / (T l), 1), shallow blocks first. */
export const prores = definePlacement({
  id: 'prores',
  title: { en: 'ProRes', zh: '渐进残差预热 ProRes' },
  paper: { text: 'ProRes 2026, Progressive Residual Warmup', url: 'https://arxiv.org/abs/2603.05369' },
  options: {
    base: choice(['pre', 'post', 'sandwich'], 'pre', 'placement whose branches ramp up'),
    rampSteps: number(1000, 'T: steps until the first block writes all of its branch', { min: 1 }),
  },
  frame: ({ base }, model) => bases[base].frame({}, model),
  plan: (place, { base, rampSteps }) => ({ ...bases[base].plan(place, {}), branchScale: ramp(rampSteps * (place.layer + 1)) }),
});
