import type { AnswerToJudge } from '../../../src/pipeline/evaluation-types.ts';
import { openBank } from '../../../src/pipeline/questions/bank.ts';
import { spokenAs } from './answer-of.ts';

/** A stretch of speech after another, twelve words each, at a pace and with pauses between them. */
function speech(text: string, wordsPerMinute: number, pausesMs: number[]): [string, number, number][] {
  const words = text.split(' ');
  let ms = 800;
  return Array.from({ length: Math.ceil(words.length / 12) }, (_, at) => {
    const part = words.slice(at * 12, at * 12 + 12);
    const startMs = ms;
    ms += (part.length * 60_000) / wordsPerMinute;
    const endMs = ms;
    ms += pausesMs[at % pausesMs.length] ?? 0;
    return [part.join(' '), startMs, endMs];
  });
}

const hashMap = 'backend-junior-hash-map';
const index = 'backend-junior-sql-index';
const learned = 'behavioural-junior-learned-quickly';
const disagreed = 'behavioural-junior-disagreed-senior';
const scheduler = 'backend-senior-job-scheduler';

type Golden = {
  name: string;
  question: string;
  text: string;
  spoken?: [wordsPerMinute: number, pausesMs: number[]];
};

const answers: Golden[] = [
  {
    name: 'technical-full',
    question: hashMap,
    text: 'A hash function turns the key into a number, and that number picks one bucket directly. So the cost stays constant on average, because only one short bucket is searched. When two keys land in the same bucket, the map compares the keys for equality. It resizes when the load factor gets too high.',
  },
  {
    name: 'technical-partial',
    question: hashMap,
    text: 'Because it hashes the key and that tells you which bucket to open, so you never go through the other entries.',
  },
  {
    name: 'technical-wrong',
    question: hashMap,
    text: 'A hash map keeps its keys sorted and finds them by binary search, so it is logarithmic. That is why the number of entries hardly matters.',
  },
  {
    name: 'technical-negated',
    question: hashMap,
    text: 'It is not true that a hash function turns the key into a number that picks one bucket. The average lookup cost is not constant and many buckets are searched.',
  },
  {
    name: 'technical-echo',
    question: hashMap,
    text: 'Looking up a key in a hash map takes about the same time however many entries it holds.',
  },
  {
    name: 'technical-terms',
    question: hashMap,
    text: 'hash, bucket, key, constant, lookup, collision, load factor, rehash, equality, array, index, slot',
  },
  {
    name: 'technical-off-topic',
    question: hashMap,
    text: 'On weekends I enjoy hiking in the mountains with my dog. The weather is usually nice and we bring sandwiches. Last summer we walked for three days and slept in a small hut. It was a wonderful time and I would like to do it again next year.',
  },
  { name: 'technical-unknown', question: hashMap, text: "Hmm, I don't really know, sorry." },
  { name: 'technical-one-word', question: hashMap, text: 'fine.' },
  { name: 'technical-empty', question: hashMap, text: '' },
  {
    name: 'technical-spoken-rambling',
    question: hashMap,
    text: "So um I think like it basically um it takes the key and it it kind of hashes it you know, and then uh you get like a number or something and um that's the bucket where you look, so you don't have to scan everything and uh it's constant time I guess, or whatever.",
    spoken: [150, [400, 2600, 500]],
  },
  {
    name: 'technical-chat',
    question: index,
    text: 'an index is like a btree so the db can jump to the rows instead of scanning the whole table but every write has to update the index too so writes are slower and it takes disk space',
  },
  {
    name: 'technical-second-language',
    question: index,
    text: 'The index it help the database for find the rows more faster. There is many cases where the index is good, because the database do not scan the whole table. I am agree that too many indexes makes the writes slow. It depends of the case.',
  },
  {
    name: 'technical-german',
    question: index,
    text: 'Ein Index hilft der Datenbank, die passenden Zeilen schnell zu finden, weil sie nicht die ganze Tabelle lesen muss. Dafür werden Schreibvorgänge langsamer, und er braucht Platz auf der Platte.',
  },
  {
    name: 'behavioural-full',
    question: learned,
    text: 'In my first job we had to move our scripts to Terraform within three weeks, because the server contract ended. My task was to do the move alone. I built a small bucket first to learn it, and I asked Maria two specific questions when I was stuck. Then I moved one service after the other. In the end we finished four days early, and the deploy time dropped from forty minutes to six.',
  },
  {
    name: 'behavioural-no-result',
    question: learned,
    text: 'At my last company we needed to use Kafka for a new project and nobody knew it. I read the guide, built a small prototype, and then I wrote the consumer. I also asked a colleague from another team for a review. It was quite interesting and yeah, it was fine.',
  },
  {
    name: 'behavioural-supposed',
    question: learned,
    text: 'I would first read the documentation and then I would ask a colleague. I would probably build a small project. I think that is the best way to learn something new in a short time.',
  },
  {
    name: 'behavioural-spoken',
    question: disagreed,
    text: 'So last year at my previous company the lead of the backend team and I um disagreed about the API. I had to find a way that both of us could live with. I asked him to list what worried him most. Then I measured both versions and I wrote a proposal with two options. In the end it worked out well and the hand-off got faster.',
    spoken: [138, [500, 350, 900]],
  },
  {
    name: 'behavioural-spoken-fast',
    question: disagreed,
    text: 'Last year my manager and I disagreed about a deadline. He wanted the release in May and I thought that June was realistic. I collected the open tickets and I showed him that the tests alone took two weeks. I proposed to ship a smaller part in May. He agreed, and we released the first part on time with no incidents.',
    spoken: [215, [200]],
  },
  {
    name: 'design-half',
    question: scheduler,
    text: 'I would keep the jobs in a table with a state and a run time, so that a job is created in the same transaction as the data it belongs to. Workers claim rows with a lock that skips locked rows, so two workers never take the same job. The downside is more load on the database, maybe 200 queries a second. If a worker dies its lease runs out and the job is taken again.',
  },
];

/** Twenty answers of every kind that people give, each to a question of the bank. */
export function goldenAnswers(): { name: string; answer: AnswerToJudge }[] {
  const bank = openBank();
  return answers.map(({ name, question: id, text, spoken }) => {
    const question = bank.byId(id);
    if (!question) throw new Error(`The bank has no question ${id}`);
    return {
      name,
      answer: {
        id: name,
        question,
        text,
        transcript: spoken ? spokenAs(speech(text, ...spoken)) : null,
        receivedShare: spoken ? 1 : null,
        seed: 'golden',
        asked: [question.text],
        followUpDepth: 0,
        maxFollowUpDepth: 1,
      },
    };
  });
}
