/** Errors: what was given, what was expected, how to fix it. */
export const errorsEn = {
  'error.unknownId': 'There is no {noun} called "{given}". Choose one of: {choices}.',
} as const;
