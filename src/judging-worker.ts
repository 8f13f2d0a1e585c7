/** The thread that judges answers, so that reading one never delays the event loop of the bots. */
import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import { serveJudging } from './pipeline/judging/serve-judging.ts';
import { followUpWords } from './wording/follow-up.ts';
import { wordingOf } from './wording/wording.ts';

const { locale, harper } = z.object({ locale: z.string(), harper: z.boolean() }).parse(workerData);
serveJudging({ words: followUpWords(wordingOf(locale)), harper });
