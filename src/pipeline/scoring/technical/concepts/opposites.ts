/**
 * Words that deny each other, as stems' sources: the left pole, then the right one. "Not connected" and "separated" say
 * the same, "higher" and "lower" do not; a similarity model cannot tell the difference, so it is written down.
 */
const pairs = `
open: close closed shut shuts
high higher highest tall: low lower lowest
more most greater greatest: less least fewer fewest
increase increases increased increasing rise rises rose rising grow grows grew growing gain: decrease decreases decreased decreasing reduce reduces reduced reducing fall falls fell falling shrink shrinks drop drops lose
same equal identical alike similar constant: different distinct unequal differ differs differently differing change changes changed alter alters altered vary varies
connect connects connected connecting connection attach attached join joined touch touching: separate separates separated separating seperated separation disconnect disconnected gap gaps detach detached apart
before earlier prior: after later afterwards
fast faster fastest quick quicker quickly rapid rapidly swift swiftly speed: slow slower slowest slowly sluggish
hot hotter hottest warm warmer warms heat heats heated: cold colder coldest cool cooler cools cooled
big bigger biggest large larger largest: small smaller smallest little tiny
long longer longest: short shorter shortest
heavy heavier heaviest: light lighter lightest
strong stronger strongest: weak weaker weakest
hard harder hardest: soft softer softest easy easier
loud louder: quiet quieter
up above upward upper top: down below downward under beneath bottom
on lit: off unlit
with: without
true right correct: false wrong incorrect
always every all: never none
first: last
inside in within: outside out
positive plus: negative minus
full complete completed: empty incomplete broken
float floats floated: sink sinks sank
push pushes pushed: pull pulls pulled
absorb absorbs absorbed: reflect reflects reflected release releases released
attract attracts attracted: repel repels repelled
keep keeps kept stay stays stayed remain remains remained: remove removes removed leave leaves
start starts started begin begins: stop stops stopped end ends
allow allows allowed permit enable enables enabled: prevent prevents prevented block blocks blocked forbid deny denies disable disables disabled
safe safer safely: unsafe dangerous
mutable changeable: immutable unchangeable
ordered sorted: unordered unsorted
public: private
static: dynamic
synchronous synchronously sync blocking: asynchronous asynchronously async
shared share shares: isolated isolate
sequential sequentially serial: parallel concurrent concurrently
horizontal horizontally: vertical vertically
read reads reading: write writes writing
possible able: impossible unable
valid: invalid
necessary required needed mandatory: unnecessary optional
consistent: inconsistent
encrypted: plaintext unencrypted
automatic automatically: manual manually
stateless: stateful
client: server
old older: new newer
near closer: far farther
dark darker: bright brighter
rough: smooth
wet: dry
alive living: dead
acid acidic: base basic alkaline
parent: child
push: pull
best better: worst worse
success succeed succeeds successful: fail fails failed failure
`;

const poles = new Map<string, { axis: string; sign: 1 | -1 }>();
for (const line of pairs.trim().split('\n')) {
  const [left = '', right = ''] = line.split(':');
  const axis = left.trim().split(/\s+/)[0] ?? '';
  for (const word of left.trim().split(/\s+/)) poles.set(word, { axis: `~${axis}`, sign: 1 });
  for (const word of right.trim().split(/\s+/)) poles.set(word, { axis: `~${axis}`, sign: -1 });
}

/** Poles that are function words too and still count: "more", "same". Others, such as "on" and "up", seldom oppose. */
export const polesAmongFunctionWords: ReadonlySet<string> = new Set(
  'more less most least same without off before after never none all every always above below under fewer'.split(
    ' ',
  ),
);

/** The axis of a word and which end it is at, or null for a word without an opposite. */
export const poleOf = (lower: string): { axis: string; sign: 1 | -1 } | null => poles.get(lower) ?? null;
