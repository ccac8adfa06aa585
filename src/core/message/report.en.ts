/** What the report says around its figures. */
export const reportEn = {
  'report.title': 'Where should normalization sit?',
} as const;
