/** Studies in which the learning rate rises until runs break. */
export const rampEn = {
  'ramp.title': 'Which learning rate does each arm bear?',
  'ramp.section': 'The ramp',
  'ramp.lead':
    'The learning rate rose from 0 to {to} over {steps} steps. {brokenCount} of {totalCount} runs broke on the way. Nothing is judged here: the report shows where each arm broke.',
  'ramp.setting': 'Setting',
  'ramp.median': 'Breaking learning rate (median)',
  'ramp.range': 'Lowest to highest',
  'ramp.unbroken': 'Bore the whole ramp',
  'ramp.unlearned': 'Neither learned nor broke',
  'ramp.atLeast': 'more than {rate}',
  'ramp.of': '{k} of {n}',
  'ramp.caption':
    'A run breaks at the first step at which its loss is not finite, or its running median over 5 steps is above its minimum by a tenth and by half of what had been learned; at the latest when it diverges. A run that bore the whole ramp counts at its top; one that never got a tenth below a uniform guess had nothing to lose, and is left out. The rate depends on how steep the ramp is: compare equal ramps only.',
  'ramp.none': 'No run has an outcome.',
} as const;
