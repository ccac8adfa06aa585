import { z } from 'zod';
import { nounValues, UserError, unknownWord } from '../../core/errors.ts';
import { message } from '../../core/message/index.ts';
import { explanationSchema } from '../../explain/types.ts';
import { runJsonSchema } from '../../spec/schema.ts';
import { compareJsonSchema } from '../../study/compare-json.ts';
import { signalJsonSchema } from '../../study/signal-json.ts';
import { studyJsonSchema } from '../../study/study-schema.ts';
import { schemaIn } from '../schema-language.ts';
import { declareLanguage } from '../shared-flags.ts';
import type { CliCommand } from '../types.ts';

/** What can be printed, by name. */
export const schemas: Readonly<Record<string, () => object>> = {
  spec: runJsonSchema,
  study: studyJsonSchema,
  compare: () => z.toJSONSchema(compareJsonSchema),
  signal: () => z.toJSONSchema(signalJsonSchema),
  explain: () => z.toJSONSchema(explanationSchema),
};

const choices = Object.keys(schemas);

export const command: CliCommand = {
  declare: (command, language) => {
    command.argument('<name>', message(language, 'cli.argument.schema', { choices }));
    declareLanguage(command, language);
  },
  run: async ([name], _flags, { language }) => {
    const schema = schemas[String(name)];
    if (!schema) throw new UserError('error.unknownId', { ...nounValues('schema'), ...unknownWord(String(name), Object.keys(schemas)) });
    console.log(JSON.stringify(schemaIn(schema(), language), null, 2));
  },
};
