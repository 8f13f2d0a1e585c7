import type { Question } from '../../domain.ts';
import { ownTag } from '../prepare/own-questions.ts';

const mostWords = 3;

/**
 * Terms that an answer may contain and that are hard to hear: the question's own short phrases, names in what
 * is known about it, and the terms of the trade.
 */
export function expectedTerms({ text, tags, concepts, modelAnswer }: Question): string[] {
  const known = concepts.flatMap(({ statement, aliases }) => [statement, ...aliases]);
  const phrases = concepts.flatMap(({ aliases }) => aliases).filter((alias) => wordsIn(alias) <= mostWords);
  // Words of a person's own documents are no hints: the recogniser may be on another machine.
  const shown = tags.includes(ownTag) ? '' : text;
  const names = [shown, ...known, modelAnswer ?? ''].flatMap((sentence) => sentence.match(name) ?? []);
  return [
    ...new Set([
      ...tags.filter((tag) => tag !== ownTag).map((tag) => tag.replaceAll('-', ' ')),
      ...phrases,
      ...names,
      ...glossary,
    ]),
  ];
}

/** A word with a capital or a digit inside a sentence: `SameSite`, `p99`, `CSRF`. */
const name = /(?<=[\p{L}\d,;:)] )(?:\p{Ll}*\p{Lu}[\p{L}\d]+|\p{L}+\d+)/gu;
const wordsIn = (phrase: string): number => phrase.trim().split(/\s+/).length;

/**
 * Common terms in interview answers that speech recognisers mishear. If the question is known, its own terms
 * come first; these are expected in any technical answer.
 */
export const glossary: readonly string[] = [
  ...['Kubernetes', 'kubectl', 'Docker', 'Terraform', 'Ansible', 'Jenkins', 'GitHub', 'GitLab'],
  ...[
    'AWS',

    'VPC',
    'Lambda',
    'Azure',
    'CloudFront',
    'CI/CD',
    'canary release',
  ],
  ...['Prometheus', 'Grafana', 'Datadog', 'OpenTelemetry', 'Elasticsearch', 'Kibana', 'Splunk', 'PagerDuty'],
  ...['PostgreSQL', 'Postgres', 'MySQL', 'SQLite', 'MongoDB', 'DynamoDB', 'Cassandra', 'Redis', 'Memcached'],
  ...[
    'NoSQL',

    'BigQuery',
    'Snowflake',
    'Databricks',
    'Airflow',
    'Spark',
    'Hadoop',
    'Kafka',
    'RabbitMQ',
  ],
  ...['Parquet', 'upsert', 'idempotent', 'idempotency', 'sharding', 'denormalise', 'foreign key', 'deadlock'],
  ...['gRPC', 'GraphQL', 'RESTful', 'WebSocket', 'webhook', 'OAuth', 'OpenID', 'RS256', 'SAML'],
  ...['CSRF', 'CORS', 'XSS', 'SameSite', 'same-origin policy', 'bcrypt', 'argon2', 'nginx', 'load balancer'],
  ...['TypeScript', 'JavaScript', 'Webpack', 'ESLint', 'Node.js', 'Next.js', 'Svelte', 'Redux', 'useEffect'],
  ...['useState', 'useMemo', 'virtual DOM', 'flexbox', 'Tailwind', 'minmax', 'Kotlin', 'SwiftUI', 'Xcode'],
  ...['pytest', 'NumPy', 'pandas', 'PyTorch', 'TensorFlow', 'scikit-learn', 'Jupyter', 'Django', 'FastAPI'],
  ...['overfitting', 'cross-validation', 'gradient descent', 'hyperparameter', 'precision and recall'],
  ...['hash map', 'linked list', 'binary search', 'n log n', 'big O notation'],
  ...['p99 latency', 'p95', 'latency', 'throughput', 'checksums', 'checksum', 'microservices', 'monolith'],
  ...[
    'mutex',
    'semaphore',
    'race condition',
    'garbage collector',
    'middleware',
    'rate limiter',
    'backpressure',
  ],
  ...['offset', 'cursor', 'pagination', 'eager load', 'lazy load', 'primary key', 'schema', 'partition'],
  ...['replica', 'latencies', 'heartbeat', 'quorum', 'consensus', 'serialise', 'deserialise', 'asynchronous'],
  ...['concurrency', 'subdomain', 'localhost', 'firewall', 'namespace', 'scheduler', 'outlier', 'tokeniser'],
];
