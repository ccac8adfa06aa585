/** What the page asks for. Ids in paths are looked up in the index; nothing of a request becomes a path. */
import { join } from 'node:path';
import { Hono } from 'hono';
import { toJson } from '../../core/json.ts';
import { type Language, languages } from '../../core/message/index.ts';
import { chooseEngine } from '../../study/engine-choice.node.ts';
import { version } from '../../study/version.node.ts';
import { readDraft } from './draft.ts';
import type { FolderIndex } from './folder-index.node.ts';
import { reportPolicy } from './guard.ts';
import type { Histories } from './histories.node.ts';
import type { History } from './history.ts';
import { limits } from './limits.ts';
import type { Live } from './live.node.ts';
import { curveOf, heatOf } from './picture.ts';
import { readFile } from './regular-file.node.ts';
import { type RunEntry, readJson } from './run-entry.node.ts';
import { shown, shownOrNull } from './shown.ts';
import type { Starter } from './starter.node.ts';
import { toldOf } from './study-entry.node.ts';
import type { StudyReadings } from './study-readings.node.ts';
import type { Checked, Listing, RunDetail, Session, StudyDetail } from './wire.ts';

export interface Parts {
  readonly index: FolderIndex;
  readonly live: Live;
  readonly histories: Histories;
  readonly readings: StudyReadings;
  readonly starter: Starter;
  /** To be sent with everything that changes something. */
  readonly writing: string;
}

const json = (value: unknown, status = 200): Response =>
  new Response(toJson(value), { status, headers: { 'Content-Type': 'application/json; charset=utf-8' } });

const missing = (): Response => json({ error: { key: 'dash.error.gone', values: {} } }, 404);

export function routes({ index, live, histories, readings, starter, writing }: Parts): Hono {
  const app = new Hono();
  const history = (run: RunEntry): Promise<History> => histories.of(run.path);

  app.get('/session', () => json({ token: writing, folder: shown(index.root), version } satisfies Session));

  app.get('/list', () => {
    live.look();
    return json({ at: live.at, ...index.listing(), jobs: starter.rows } satisfies Listing);
  });

  app.get('/runs/:id', async ({ req }) => {
    const run = index.run(req.param('id'));
    return run ? json(detail(run, await history(run))) : missing();
  });

  app.get('/runs/:id/heat', async ({ req }) => {
    const run = index.run(req.param('id'));
    const told = run && (await history(run));
    // By the name that the page was told.
    const [id, series] = [...(told?.series ?? [])].find(([name]) => shown(name) === req.query('series')) ?? [];
    return told && id !== undefined && series ? json(heatOf(shown(id), told.labelsOf(id), series.buckets)) : missing();
  });

  app.get('/studies/:id', async ({ req }) => {
    const study = index.study(req.param('id'));
    if (!study) return missing();
    const runs = index.runsOf(study.row.id);
    const seal = [study.seal, ...runs.map((run) => run.seal)].join();
    const reading = study.row.problem
      ? { result: null, runs: {}, problem: study.row.problem }
      : await readings.of(study.path, seal, languageOf(req.query('lang')));
    return json({ row: study.row, ...reading } satisfies StudyDetail);
  });

  app.get('/studies/:id/report', ({ req }) => {
    const study = index.study(req.param('id'));
    const report = study?.row.report ? readFile(join(study.path, 'report.html'), limits.report) : undefined;
    if (!report) return missing();
    return new Response(new Uint8Array(report), {
      headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': reportPolicy },
    });
  });

  app.get('/jobs/:id', ({ req }) => {
    const told = starter.told(req.param('id'));
    return told === undefined ? missing() : json({ told });
  });

  // A draft that does not fit is not a failed request: that it is told is what was asked.
  app.post('/check', async ({ req }) =>
    attempt(await bodyOf(req), 200, async ({ text, language }) =>
      json({ draft: readDraft(text, await chooseEngine(undefined, 1), language) } satisfies Checked),
    ),
  );

  app.post('/studies', async ({ req }) =>
    attempt(await bodyOf(req), 422, async ({ text, language }) => {
      const draft = readDraft(text, await chooseEngine(undefined, 1), language);
      return json(starter.start(text, draft, language), 201);
    }),
  );

  app.post('/jobs/:id/stop', async ({ req }) => {
    await req.text();
    const row = starter.stop(req.param('id'));
    return row ? json(row) : missing();
  });

  return app;
}

function detail({ path, row, fields }: RunEntry, told: History): RunDetail {
  const file = readJson(join(path, 'run.json'));
  return {
    row,
    fields,
    spec: shown(JSON.stringify(file?.run ?? null, null, 2), mostOfSpec),
    version: shownOrNull(file?.version),
    engine: told.engine,
    parameters: told.parameters,
    curves: {
      loss: curveOf(told.loss),
      gradientNorm: curveOf(told.gradientNorm),
      lr: curveOf(told.lr),
      evaluated: curveOf(told.evaluated),
    },
    series: [...told.series].map(([id, { buckets }]) => ({ id: shown(id), places: buckets.places })),
    breaks: told.breaks,
    skipped: told.skipped,
  };
}

/** Characters of a spec. */
const mostOfSpec = 20_000;

interface Body {
  readonly text: string;
  readonly language: Language;
}

const languageOf = (given: unknown): Language => languages.find((one) => one === given) ?? 'en';

async function bodyOf(request: { json(): Promise<unknown> }): Promise<Body | undefined> {
  const body: unknown = await request.json().catch(() => undefined);
  const { text, lang } = (body !== null && typeof body === 'object' ? body : {}) as Record<string, unknown>;
  return typeof text === 'string' ? { text, language: languageOf(lang) } : undefined;
}

/** A mistake becomes the sentence that the command line would print. */
async function attempt(body: Body | undefined, refused: number, work: (body: Body) => Promise<Response>): Promise<Response> {
  if (!body) return new Response('Bad request', { status: 400 });
  try {
    return await work(body);
  } catch (error) {
    return json({ error: toldOf(error) } satisfies Checked, refused);
  }
}
