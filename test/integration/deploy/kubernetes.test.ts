import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { temporaryFolder } from '../../support/temporary.ts';
import { expectKnownSettings } from './known-settings.ts';

const root = join(import.meta.dirname, '../../..');
const folder = join(root, 'deploy/kubernetes');

const named = z.array(z.looseObject({ name: z.string(), value: z.string().optional() }));
const container = z.looseObject({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()).optional(),
  env: named.optional(),
});
const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
  data: z.record(z.string(), z.string()).optional(),
  spec: z
    .looseObject({
      replicas: z.number().optional(),
      template: z
        .looseObject({
          spec: z.looseObject({
            containers: z.array(container),
            initContainers: z.array(container).optional(),
          }),
        })
        .optional(),
    })
    .optional(),
});
type Manifest = z.infer<typeof manifest>;

const manifests = globSync('**/*.yaml', { cwd: folder })
  .filter((file) => file !== 'kustomization.yaml')
  .flatMap((file) =>
    parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) =>
      manifest.parse(document.toJS()),
    ),
  );

/** The file of kubernetes-models that has the kind: `apps/v1/Deployment`, `v1/Service`. */
const modelOf = ({ apiVersion, kind }: Manifest) => `kubernetes-models/${apiVersion}/${kind}`;

describe('the manifests for Kubernetes', () => {
  it('have values that each kind allows', async () => {
    for (const each of manifests) {
      const exports: Record<string, unknown> = await import(modelOf(each));
      const model = z.custom<new (data: unknown) => { validate(): void }>().parse(exports[each.kind]);
      expect(() => new model(each).validate(), `${each.kind} ${each.metadata.name}`).not.toThrow();
    }
  });

  it('have no field that a kind does not know', () => {
    expect(complaintsOf(manifests)).toBe('');
    const [first] = manifests;
    expect(complaintsOf([{ ...first, speck: {} }])).toMatch(
      /'"speck"' does not exist in type 'IStatefulSet'/,
    );
  });

  it('are all applied, or meant to be chosen', () => {
    const { resources } = z
      .looseObject({ resources: z.array(z.string()) })
      .parse(parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')));
    const files = globSync('*.yaml', { cwd: folder }).filter((file) => file !== 'kustomization.yaml');
    expect([...resources, 'secrets.example.yaml'].toSorted()).toEqual(files.toSorted());
  });

  it('set only what the program reads', () => {
    const shared = manifests.find(({ kind }) => kind === 'ConfigMap')?.data ?? {};
    expectKnownSettings(shared);
    const started = manifests
      .flatMap(({ spec }) => spec?.template?.spec.containers ?? [])
      .filter(({ args }) => args?.[0] === 'start');
    expect(started.map(({ args }) => args?.join(' ')).toSorted()).toEqual([
      'start --role bots',
      'start --role worker',
    ]);
    for (const { env } of started) {
      const given = (env ?? []).flatMap(({ name, value }) =>
        value === undefined ? [] : [[name, value.replace('$(POD_INDEX)', '0')]],
      );
      expectKnownSettings(Object.fromEntries(given));
    }
  });

  it('share Discord among all bots, one shard each', () => {
    const bots = manifests.find(({ kind }) => kind === 'StatefulSet');
    const env = bots?.spec?.template?.spec.containers[0]?.env ?? [];
    const shards = env.find(({ name }) => name === 'DISCORD_SHARDS')?.value;
    expect(shards).toBe(`$(POD_INDEX)/${bots?.spec?.replicas}`);
  });
});

/** What TypeScript says of the manifests as literals of their types: a field that a type does not have is an error. */
function complaintsOf(objects: readonly unknown[]): string {
  const typed = z.array(manifest).parse(objects);
  const lines = typed.map(
    (each, at) =>
      `import type { I${each.kind} as Kind${at} } from '${join(root, 'node_modules', modelOf(each))}';\nexport const object${at}: Kind${at} = ${JSON.stringify(each, null, 1)};`,
  );
  const file = join(temporaryFolder(), 'manifests.ts');
  writeFileSync(file, lines.join('\n'));
  const options = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--module',
    'preserve',
    '--moduleResolution',
    'bundler',
  ];
  const paths = ['--types', '', '--ignoreConfig'];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), ...options, ...paths, file],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  return `${stdout}${stderr}`;
}
