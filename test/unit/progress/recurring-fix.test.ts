import { expect, it } from 'vitest';
import type { Fix, FixKind } from '../../../src/domain.ts';
import { recurringFixOf } from '../../../src/pipeline/progress/recurring-fix.ts';

const fix = (kind: FixKind, quote?: string): Fix => ({
  kind,
  ...(quote === undefined ? {} : { evidence: { quote } }),
});

it('gives what came up most, with the newest words it was about, and nothing that came up once', () => {
  expect(recurringFixOf([])).toBeNull();
  expect(recurringFixOf([fix('reason'), fix('example')])).toBeNull();
  expect(recurringFixOf([fix('number', 'now'), fix('reason'), fix('number', 'soon')])).toEqual({
    fix: fix('number', 'now'),
    times: 2,
  });
  expect(recurringFixOf([fix('example'), fix('reason'), fix('reason'), fix('example')])).toEqual({
    fix: fix('example'),
    times: 2,
  });
});

it('does not count a next step where nothing was wrong, nor a sentence of version 0.1.0', () => {
  for (const kind of ['polish', 'build', 'legacy'] as const)
    expect(recurringFixOf([fix(kind), fix(kind), fix(kind)])).toBeNull();
});
