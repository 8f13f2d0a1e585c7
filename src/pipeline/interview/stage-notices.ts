import { z } from 'zod';
import type { EventStream } from '../../async/event-stream.ts';
import { type AnswerStage, platforms, type StageEvent, type TenantId } from '../../domain.ts';
import { type Notices, noticeStream } from '../../store/notices.ts';

const stages = [
  'listening',
  'transcribing',
  'waiting-for-model',
  'scoring',
  'ready',
  'failed',
] as const satisfies readonly AnswerStage[];

const stageEvent = z.object({
  answerId: z.string(),
  sessionId: z.string(),
  tenant: z
    .string()
    .refine((tenant): tenant is TenantId => platforms.some((name) => tenant.startsWith(`${name}:`))),
  stage: z.enum(stages),
});

/** How far answers have come, told by whichever process works on them to all that show it. */
export const stageNotices = (notices: Notices): EventStream<StageEvent> =>
  noticeStream(notices, 'stages', stageEvent);
