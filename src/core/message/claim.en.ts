/** Claims: rules in words, verdicts, pages, the command. */
export const claimEn = {
  'claim.region.below': 'below {high}',
  'claim.region.above': 'above {low}',
  'claim.region.between': 'between {low} and {high}',
  'claim.rule.one':
    "Effect: {quantity}; mean over seeds with Student's 95% interval. Supported when the whole interval is {where}, contradicted when the whole interval is outside, otherwise not shown at this scale.",
  'claim.rule.several':
    "Effect: {quantity}; at each size the mean over seeds with Student's 95% interval. Supported when at the largest size and at more than half of all sizes the whole interval is {where}, and at no size wholly outside; contradicted when it is wholly outside at the largest and at more than half of all sizes, and at no size wholly inside; otherwise not shown at this scale.",
  'claim.rule.everywhere':
    "Effect: {quantity}; mean over seeds with Student's 95% interval. Supported when the whole interval is below {high} {unit} on every one of them, contradicted when it is wholly above on at least one, otherwise not shown at this scale.",
  'claim.verdict.supported': 'supported',
  'claim.verdict.contradicted': 'contradicted',
  'claim.verdict.not shown at this scale': 'not shown at this scale',
  'claim.verdict.none': 'not measured',
  'claim.group.note': 'the study note',
  'claim.group.plan': "the note's plan",
  'claim.group.literature': 'the literature',
  'error.claimEvidence': '{file} holds no evidence of a claim ({reason}). Remove it, or restore it from the repository.',
} as const;
