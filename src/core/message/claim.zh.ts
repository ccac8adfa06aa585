import type { claimEn } from './claim.en.ts';

export const claimZh: Readonly<Record<keyof typeof claimEn, string>> = {
  'claim.region.below': '低于 {high}',
  'claim.region.above': '高于 {low}',
  'claim.region.between': '介于 {low} 与 {high} 之间',
  'claim.rule.one':
    '效应：{quantity}；对种子取平均，附 Student 95% 区间。整个区间{where}则得到支持，整个区间在此之外则与之相反，否则在此规模未显示。',
  'claim.rule.several':
    '效应：{quantity}；在每个规模上对种子取平均，附 Student 95% 区间。若在最大规模以及超过一半的规模上整个区间{where}，且没有任何规模整个在外，则得到支持；若在最大规模以及超过一半的规模上整个区间在外，且没有任何规模整个在内，则与之相反；否则在此规模未显示。',
  'claim.rule.everywhere':
    '效应：{quantity}；对种子取平均，附 Student 95% 区间。每一项的整个区间都低于 {high} {unit} 则得到支持，至少一项整个区间高于它则与之相反，否则在此规模未显示。',
  'claim.verdict.supported': '得到支持',
  'claim.verdict.contradicted': '与之相反',
  'claim.verdict.not shown at this scale': '在此规模未显示',
  'claim.verdict.none': '尚未测量',
  'claim.group.note': '学习笔记',
  'claim.group.plan': '笔记的计划',
  'claim.group.literature': '文献',
  'error.claimEvidence': '{file} 不是某个结论的证据（{reason}）。请删除它，或从仓库恢复。',
};
