/** The pages of the command line have every command, and what its flags say of themselves. After a wanted change: npx vitest run test/unit/docs -u */
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

const words = {
  en: { page: 'docs/reference/cli.md', flag: 'Flag', meaning: 'Meaning', same: 'As for [compare](#compare): ', join: ', ', end: '.' },
  zh: { page: 'docs/reference/cli.zh-CN.md', flag: '选项', meaning: '含义', same: '与 [compare](#compare) 相同：', join: '、', end: '。' },
} as const;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

/** Flags and what they say of themselves; those that say the same for `compare` are named only. */
function flagsOf(name: string, language: 'en' | 'zh'): string {
  const say = words[language];
  const declared = (of: string) => {
    const parsed = new Command(of);
    commands[of as keyof typeof commands].declare(parsed, language);
    return parsed.options.map(({ flags, description }) => ({ flags, description }));
  };
  const known = name === 'compare' ? [] : declared('compare');
  const shared = ({ flags, description }: { flags: string; description: string }): boolean =>
    known.some((other) => other.flags === flags && other.description === description);
  const own = declared(name).filter((flag) => !shared(flag));
  const others = declared(name).filter(shared);
  const rows = own.map(({ flags, description }) => `| ${code(flags)} | ${cell(description)} |`);
  const table = own.length > 0 ? [`| ${say.flag} | ${say.meaning} |`, '| --- | --- |', ...rows].join('\n') : undefined;
  const named = others.length > 0 ? `${say.same}${others.map(({ flags }) => code(flags)).join(say.join)}${say.end}` : undefined;
  return [table, named].filter((part) => part !== undefined).join('\n\n');
}

const region = /(<!-- flags (\S+) -->\n).*?(<!-- \/flags -->)/gs;

describe.each(['en', 'zh'] as const)('the page in %s', (language) => {
  const { page } = words[language];
  const text = readFileSync(new URL(page, root), 'utf8');

  it('has a section for every command, with its flags', () => {
    const files = readdirSync(new URL('src/cli/command/', root)).map((file) => file.replace('.ts', ''));
    expect(Object.keys(commands).sort()).toEqual(files.sort());
    expect([...text.matchAll(region)].map(([, , name]) => name).sort()).toEqual(files.sort());
    for (const name of files) expect(text).toContain(`\n## ${name}\n`);
  });

  it('says of every flag what the command line says', async () => {
    const made = text.replaceAll(region, (_all, open, name, close) => `${open}${flagsOf(name, language)}\n${close}`);
    await expect(made).toMatchFileSnapshot(`../../../${page}`);
  });

  it('has the examples of the other language', () => {
    const examples = (of: string) => [...readFileSync(new URL(of, root), 'utf8').matchAll(/^ {4}normlab .*$/gm)].map(([line]) => line);
    expect(examples(page)).toEqual(examples(words.en.page));
  });
});

it('spells a flag in one way in all commands', () => {
  // Where runs are exported to may be an address; a worker's task is the file that Slurm hands it.
  const apart = ['export --out', 'worker --task'];
  const spelled = new Map<string, string>();
  for (const [name, { declare }] of Object.entries(commands)) {
    const parsed = new Command(name);
    declare(parsed, 'en');
    for (const { flags, long } of parsed.options) {
      if (apart.includes(`${name} ${long}`)) continue;
      expect(spelled.get(long as string) ?? flags, `${name} ${long}`).toBe(flags);
      spelled.set(long as string, flags);
    }
  }
  expect(spelled.get('--json')).toBe('--json [file]');
});
