import { writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { renderCompareReport } from '../../../src/report/compare.ts';
import { renderSignalReport } from '../../../src/report/signal.ts';
import { compareFixture } from './fixture.ts';
import { signalFixture } from './signal-fixture.ts';
test('render', () => {
  for (const l of ['en', 'zh'] as const) {
    writeFileSync(`/tmp/report-${l}.html`, renderCompareReport(compareFixture(), l));
    writeFileSync(`/tmp/signal-${l}.html`, renderSignalReport(signalFixture(), l));
  }
});
