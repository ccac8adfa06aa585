/** Placements that came later, and starts that mend the old ones. */
import type { Row, Section } from '../types.ts';
import { difference, lossOf, postNorm, preNorm, same } from './difference.ts';

const rows = (names: Readonly<Record<string, string | Row['name']>>): Row[] =>
  Object.entries(names).map(([claim, name]) => ({ claim, name: typeof name === 'string' ? same(name) : name }));

const lns = { en: 'LayerNorm Scaling', zh: '层归一化缩放 LNS' };
const sandwich = { en: 'Sandwich-Norm', zh: '三明治归一化' };

export const beyondSection: Section = {
  title: { en: 'Beyond the three', zh: '三者之外' },
  blocks: [
    {
      kind: 'text',
      text: {
        en: 'Later placements change the weight of the branches or mix the three. DeepNorm weighs the identity branch up and starts the branches small. Admin measures the branches before the first step and sets the weight of the identity by that. LayerNorm Scaling (LNS) divides the output of each norm by the square root of its depth. Mix-LN makes the first blocks Post-Norm and the rest Pre-Norm. ResiDual keeps a stream of each kind. Keel is Post-Norm with a heavy identity branch and a norm before the branch as well. Progressive residual warm-up (ProRes) lets the branches in one after the other.',
        zh: '后来的归一化位置或者改变支路的权重，或者把三者混合。DeepNorm 放大恒等支路，并让残差支路从小值起步。Admin 在第一步之前测量各支路，据此设定恒等支路的权重。层归一化缩放（LNS）把每个归一化的输出除以其深度的平方根。Mix-LN 前几块用后归一化，其余用前归一化。ResiDual 两种残差流各留一条。Keel 是恒等支路加重、支路之前也有归一化的后归一化。渐进残差预热（ProRes）让残差支路逐个加入。',
      },
    },
  ],
  parts: [
    {
      title: { en: 'Do they end better than Pre-Norm?', zh: '它们的最终效果优于前归一化吗？' },
      blocks: [
        {
          kind: 'table',
          about: { en: 'Instead of Pre-Norm', zh: '代替前归一化' },
          effect: { en: 'Its loss minus that of Pre-Norm', zh: '它的损失减去前归一化的损失' },
          rows: rows({
            'lns-beats-pre': lns,
            'admin-beats-pre': 'Admin',
            'deepnorm-beats-pre': 'DeepNorm',
            'hybrid-beats-pre': { en: 'HybridNorm', zh: '混合归一化 HybridNorm' },
            'siamese-beats-pre': { en: 'SiameseNorm', zh: '孪生归一化 SiameseNorm' },
            'normformer-beats-pre': 'NormFormer',
            'residual-beats-pre': { en: 'ResiDual', zh: '双残差 ResiDual' },
            'prores-helps-pre': { en: 'Pre-Norm with ProRes', zh: '前归一化加渐进残差预热' },
          }),
        },
        {
          kind: 'findings',
          findings: [
            difference(
              'mix-ln-u-curve',
              { en: 'Mix-LN at 25%', zh: '25% 的 Mix-LN' },
              { en: 'the other, the worse of both', zh: '另一种（取较不利者）' },
            ),
            difference(
              'prores-helps-post',
              { en: 'Post-Norm with ProRes', zh: '加渐进残差预热的后归一化' },
              { en: 'Post-Norm', zh: '后归一化' },
            ),
            {
              claim: 'prores-ranking',
              effect: { en: 'agreement with the published order, from −1 to 1', zh: '与已发表次序的一致程度（−1 到 1）' },
            },
            difference('layerscale-hurts-text', { en: 'Pre-Norm with LayerScale', zh: '加 LayerScale 的前归一化' }, preNorm),
            { claim: 'embedding-std-moves-pre', effect: { en: 'distance between the losses', zh: '两者损失的距离' } },
            difference(
              'pre-embedding-norm-worse',
              { en: 'Pre-Norm with a norm behind the embedding', zh: '嵌入后有归一化的前归一化' },
              preNorm,
            ),
          ],
        },
        { kind: 'figure', claim: 'lns-beats-pre' },
      ],
    },
    {
      title: { en: 'Starts that mend Post-Norm', zh: '修复后归一化的初始化' },
      blocks: [
        {
          kind: 'findings',
          findings: [
            {
              claim: 'initialisation-mends-post',
              effect: lossOf({ en: 'DeepNorm or Admin, the worse of both,', zh: 'DeepNorm 或 Admin（取较不利者）' }, postNorm),
            },
            difference('admin-trains-deep', same('Admin'), postNorm),
            {
              claim: 'deepnorm-constant-update',
              effect: { en: 'growth of the first update with depth; 0 is constant', zh: '第一步更新量随深度的增长；0 为不变' },
            },
            {
              claim: 'residual-without-warmup',
              effect: { en: 'loss without warm-up minus that with it', zh: '不预热的损失减去预热的损失' },
            },
            {
              claim: 'keel-lr-ordering',
              effect: { en: 'agreement with the published order, from −1 to 1', zh: '与已发表次序的一致程度（−1 到 1）' },
            },
          ],
        },
        {
          kind: 'text',
          text: {
            en: 'Each of these is said to train without warm-up where Post-Norm with Xavier matrices does not:',
            zh: '据说下面每一种都不用预热即可训练，而用 Xavier 矩阵的后归一化不能：',
          },
        },
        {
          kind: 'table',
          about: { en: 'Start', zh: '起点' },
          effect: { en: 'Its loss minus that of Post-Norm with Xavier', zh: '它的损失减去 Xavier 初始化的后归一化的损失' },
          rows: rows({
            'start-deepnorm': 'DeepNorm',
            'start-admin': 'Admin',
            'start-small-init': 'SmallInit',
            'start-ds-init': 'DS-Init',
            'start-depth-scaled': { en: 'matrices scaled by depth, as in GPT-2', zh: '按深度缩放的矩阵（如 GPT-2）' },
            'start-zero-output': { en: 'branches that begin at zero', zh: '支路从零开始' },
            'start-t-fixup': { en: 'T-Fixup, no norms', zh: 'T-Fixup（无归一化）' },
            'start-fixup': { en: 'Fixup, no norms', zh: 'Fixup（无归一化）' },
          }),
        },
      ],
    },
    {
      title: { en: 'Details that matter, or do not', zh: '有关紧要或无关紧要的细节' },
      blocks: [
        {
          kind: 'findings',
          findings: [
            difference(
              'lns-place-best',
              { en: 'the factor behind the norm', zh: '因子放在归一化之后' },
              { en: 'the factor elsewhere, the worst for the claim', zh: '因子放在别处（取最不利者）' },
            ),
            difference(
              'lns-after-residual-fails',
              { en: 'the factor on the sum', zh: '因子放在残差和上' },
              { en: 'the factor behind the norm', zh: '因子放在归一化之后' },
            ),
            difference('lns-before-norm-nothing', { en: 'the factor before the norm', zh: '因子放在归一化之前' }, preNorm),
            {
              claim: 'lns-scaled-init',
              effect: { en: 'lead with scaled matrices minus lead without', zh: '缩放矩阵时的差减去不缩放时的差' },
            },
            difference('sandwich-learned-gain', { en: 'Sandwich-Norm without the gain', zh: '没有该增益的三明治归一化' }, sandwich),
            difference('sandwich-small-gain', { en: 'Sandwich-Norm with small gains', zh: '增益从小值起步的三明治归一化' }, sandwich),
            difference('sandwich-embedding-norm', { en: 'Sandwich-Norm with that norm', zh: '有该归一化的三明治归一化' }, sandwich),
          ],
        },
      ],
    },
  ],
};
