import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FailureError, UserError } from '../../core/errors.ts';
import { message } from '../../core/message/index.ts';
import { openBrowser } from '../../serve/browser.node.ts';
import { serveDashboard } from '../../serve/dashboard/serve.node.ts';
import { openFolder } from '../../store/files.node.ts';
import { declarePort } from '../port-flags.ts';
import { declareLanguage } from '../shared-flags.ts';
import type { CliCommand, CliContext } from '../types.ts';

interface ServeFlags {
  readonly port?: number;
  readonly open: boolean;
}

/** Beside the lab's. */
const defaultPort = 4618;

/** The built page, beside the folder that the command line was built into. */
const page = fileURLToPath(new URL('../../../dist-dashboard/', import.meta.url));

export const command: CliCommand = {
  declare: (command, language) => {
    command.argument('[folder]', message(language, 'cli.argument.serve'));
    declarePort(command, language, defaultPort);
    declareLanguage(command, language);
  },
  run: async ([folder], flags, context) => run(folderOf(folder), flags as unknown as ServeFlags, context),
};

/** Where the commands write by default; it is made, since studies can be started into it. @throws UserError when a named one is not there. */
function folderOf(given: unknown): string {
  const folder = resolve(given === undefined ? 'normlab-out' : String(given));
  if (given === undefined) openFolder(folder);
  try {
    readdirSync(folder);
    return realpathSync(folder);
  } catch (error) {
    throw new UserError('error.noRuns', { folder, reason: (error as NodeJS.ErrnoException).code ?? 'unknown' });
  }
}

async function run(folder: string, { port = defaultPort, open }: ServeFlags, { language }: CliContext): Promise<void> {
  if (!existsSync(join(page, 'index.html'))) throw new FailureError('error.dashboardMissing', { folder: page });
  const server = await serveDashboard(folder, page, port);
  console.log(server.url);
  if (open) openBrowser(server.url);
  await new Promise<void>((stop) => {
    process.once('SIGINT', stop).once('SIGTERM', stop);
  });
  console.error(message(language, 'cli.stopping'));
  // Once more: nobody waits for the studies.
  process.on('SIGINT', () => server.kill()).on('SIGTERM', () => server.kill());
  await server.close();
}
