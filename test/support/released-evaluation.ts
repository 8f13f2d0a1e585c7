/** An evaluation as version 0.1.0 printed it with `--json`: programs read this shape, so what is printed now still has it. */
import { z } from 'zod';

const dimension = z.object({
  score: z.number().nullable(),
  reason: z.string().optional(),
  scorer: z.string(),
  confidence: z.enum(['low', 'medium', 'high']),
  evidence: z.array(
    z.strictObject({
      quote: z.string().optional(),
      startMs: z.number().optional(),
      endMs: z.number().optional(),
      concept: z.string().optional(),
      verdict: z.enum(['covered', 'partial', 'missed', 'contradicted']).optional(),
      /** Added since: how likely the verdict is, 0–1. */
      probability: z.number().min(0).max(1).optional(),
      note: z.string().optional(),
    }),
  ),
});

export const releasedEvaluation = z.object({
  id: z.string(),
  overall: z.number().nullable(),
  band: z.enum(['off', 'weak', 'fair', 'good', 'strong']).nullable(),
  confidence: z.enum(['low', 'medium', 'high']),
  dimensions: z.object({
    technical: dimension,
    structure: dimension,
    clarity: dimension,
    grammar: dimension,
    delivery: dimension,
  }),
  measures: z.object({ words: z.number(), sentences: z.number(), repetitions: z.number() }),
  feedback: z.object({
    strength: z.string(),
    fix: z.string(),
    rewrite: z.string().optional(),
    summary: z.string(),
  }),
  followUp: z.object({
    text: z.string(),
    source: z.enum(['model', 'template', 'bank']),
    aimedAt: z.string(),
  }),
  degraded: z.array(z.string()),
});
