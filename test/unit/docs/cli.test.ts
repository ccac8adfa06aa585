/** docs/reference/cli.md names every command and every flag that the command line has, and no other. */
import { readdirSync, readFileSync } from 'node:fs';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { command as claims } from '../../../src/cli/command/claims.ts';
import { command as compare } from '../../../src/cli/command/compare.ts';
import { command as conformance } from '../../../src/cli/command/conformance.ts';
import { command as explain } from '../../../src/cli/command/explain.ts';
import { command as exportRuns } from '../../../src/cli/command/export.ts';
import { command as frontier } from '../../../src/cli/command/frontier.ts';
import { command as inspect } from '../../../src/cli/command/inspect.ts';
import { command as lab } from '../../../src/cli/command/lab.ts';
import { command as list } from '../../../src/cli/command/list.ts';
import { command as note } from '../../../src/cli/command/note.ts';
import { command as probe } from '../../../src/cli/command/probe.ts';
import { command as query } from '../../../src/cli/command/query.ts';
import { command as report } from '../../../src/cli/command/report.ts';
import { command as runs } from '../../../src/cli/command/runs.ts';
import { command as schema } from '../../../src/cli/command/schema.ts';
import { command as serve } from '../../../src/cli/command/serve.ts';
import { command as signal } from '../../../src/cli/command/signal.ts';
import { command as study } from '../../../src/cli/command/study.ts';
import { command as train } from '../../../src/cli/command/train.ts';
import { command as verify } from '../../../src/cli/command/verify.ts';
import { command as worker } from '../../../src/cli/command/worker.ts';

const root = new URL('../../../', import.meta.url);
const page = readFileSync(new URL('docs/reference/cli.md', root), 'utf8');
const commands = {
  serve,
  lab,
  compare,
  study,
  frontier,
  report,
  claims,
  note,
  verify,
  signal,
  train,
  probe,
  worker,
  conformance,
  inspect,
  runs,
  query,
  export: exportRuns,
  schema,
  list,
  explain,
};

/** The text below a heading, up to the next one of its level. */
const section = (heading: string): string => page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';

it('has a section for every command', () => {
  const files = readdirSync(new URL('src/cli/command/', root)).map((file) => file.replace('.ts', ''));
  expect(Object.keys(commands).sort()).toEqual(files.sort());
  for (const name of files) expect(section(name), name).not.toBe('');
});

describe.each(Object.entries(commands))('%s', (name, { declare }) => {
  const parsed = new Command(name);
  declare(parsed, 'en');

  it('lists every flag, and no other', () => {
    const documented = [...section(name).matchAll(/^\| `(--[^`]+)` \|/gm)].map(([, flags]) => flags?.replaceAll('\\|', '|'));
    expect(documented.sort()).toEqual(parsed.options.map(({ flags }) => flags).sort());
  });
});
