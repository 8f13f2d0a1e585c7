import { z } from 'zod';
import type { Job } from '../domain.ts';

const id = z.object({ answerId: z.string() });
const payload = z.union([id, z.object({ what: id }).transform(({ what }) => what)]);

/** The answer that a job is about, as a field for the log; nothing for any other job. */
export const answerOfJob = (job: Pick<Job, 'payload'>): { answerId?: string } =>
  payload.safeParse(job.payload).data ?? {};
