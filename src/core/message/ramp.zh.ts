import type { rampEn } from './ramp.en.ts';

export const rampZh: Record<keyof typeof rampEn, string> = {
  'ramp.title': '各方案能承受多大的学习率？',
  'ramp.section': '学习率递增',
  'ramp.lead':
    '学习率在 {steps} 步内从 0 升到 {to}。{totalCount} 次运行中有 {brokenCount} 次中途崩溃。这里不作评判：只显示各方案在哪里崩溃。',
  'ramp.setting': '设置',
  'ramp.median': '崩溃时的学习率（中位数）',
  'ramp.range': '最小至最大',
  'ramp.unbroken': '承受全程',
  'ramp.unlearned': '既未学会也未崩溃',
  'ramp.atLeast': '大于 {rate}',
  'ramp.of': '{n} 次中 {k} 次',
  'ramp.caption':
    '损失不再有限，或损失的 5 步滑动中位数比其最小值高出十分之一且超过已学到部分的一半时，运行即崩溃；最迟在其发散之处。承受全程的运行按最高学习率计；损失从未比均匀猜测低十分之一的运行无可失去，不计入。该数值取决于学习率上升的快慢：只应比较相同的递增过程。',
  'ramp.none': '没有任何运行有结果。',
};
