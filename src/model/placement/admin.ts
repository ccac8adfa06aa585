import { choice } from '../../core/options.ts';
import { learned } from '../scale/build.ts';
import { definePlacement, norm } from './types.ts';

const starts = {
  log: (n: number) => Math.sqrt((n + 1) / Math.log(n + 1) - 1),
  constant: (n: number) => Math.sqrt(n),
  one: () => 1,
};

/** x <- LN(ω ⊙ x + F(x)), ω learned; the initialisation `admin` measures its start, else it follows the closed form. */
export const admin = definePlacement({
  id: 'admin',
  title: { en: 'Admin', zh: '自适应初始化 Admin' },
  paper: { text: 'Liu et al. 2020, Understanding the Difficulty of Training Transformers', url: 'https://arxiv.org/abs/2004.08249' },
  options: { omega: choice(['log', 'constant', 'one'], 'log', 'start of ω: √((n+1)/ln(n+1) − 1), √n, or 1, for n sublayers') },
  init: 'admin',
  constants: ({ count }, { omega }) => ({ omega: starts[omega](count) }),
  frame: { finalNorm: false },
  plan: ({ count }, { omega }) => ({ exit: norm, streamScale: learned('omega', starts[omega](count), { shape: 'feature' }) }),
});
