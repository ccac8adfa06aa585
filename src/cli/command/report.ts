import { resolve } from 'node:path';
import { message } from '../../core/message/index.ts';
import { readStudy } from '../../study/study.node.ts';
import { declareJson, type JsonFlag } from '../json-flag.ts';
import { declareLanguage } from '../shared-flags.ts';
import { finish } from '../study-run.ts';
import type { CliCommand } from '../types.ts';

export const command: CliCommand = {
  declare: (command, language) => {
    command.argument('<folder>', message(language, 'cli.argument.report'));
    declareJson(command, language);
    declareLanguage(command, language);
  },
  run: async ([given], flags, { language }) => {
    const folder = resolve(String(given));
    const { result } = await readStudy(folder, language);
    finish(result, { folder, json: (flags as JsonFlag).json, language });
  },
};
