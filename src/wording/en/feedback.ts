/**
 * What a coach says about an answer. `quote` is the person's own words in quotation marks, or `none`;
 * `statement`, `ask` and `cue` are `none` too where there is nothing to say. `way` is 0, 1 or 2 and picks one
 * of several wordings, so that feedback does not always read the same. A language does not need all three.
 */
export const feedback = {
  'feedback.quote': '“{words}”{time, select, none {} other { ({time})}}',
  'feedback.word': '“{word}”',

  'feedback.keep': 'Keep',
  'feedback.fix': 'Fix one thing',
  'feedback.rewrite': 'Try saying',
  'feedback.close': 'To close',
  'feedback.score': '{score} of 100 · {band}',
  'feedback.unscored': 'No overall score',
  'feedback.not-judged': 'Not judged yet',
  'feedback.turn.follow-up': 'Follow-up',
  'feedback.turn.retry': 'Second try',
  'feedback.received': '{percent} % of your audio received',
  'feedback.clarified':
    'you asked about the question {count, plural, one {once} other {# times}}, which costs nothing',
  'feedback.read-in-part': 'Judged by its first {count, number} characters',
  'feedback.confidence': 'confidence {confidence, select, low {low} medium {medium} other {high}}',
  'feedback.range': 'likely {low, number} to {high, number}',
  'feedback.checked-with': 'checked with {model}',
  'feedback.details': 'What the scores are based on',
  'feedback.without': '{dimension}: {reason}',
  'feedback.did-you-say': 'I heard “{heard}”. Did you say “{meant}”?',
  'feedback.understood': 'I heard “{heard}” and took it for “{meant}”.',
  'feedback.settled.title': 'Thank you',
  'feedback.settled.text': 'I judge your answer again with “{words}” in it.',
  'feedback.heard-by': 'Heard by {model}.',
  'feedback.against-first': '{change} against your first try',
  'feedback.points.technical': 'What it covered',
  'feedback.points.structure': 'How it was built',
  'feedback.points.clarity': 'How clear it was',
  'feedback.points.grammar': 'How it was worded',
  'feedback.points.delivery': 'How it sounded',

  'band.strong': 'strong',
  'band.good': 'good',
  'band.fair': 'fair',
  'band.weak': 'getting there',
  'band.off': 'not there yet',

  // What was good.
  'finding.measured-result':
    '{way, select, 0 {You ended on a result that can be checked: {quote}. That is what people remember.} 1 {{quote} shows what came of it. Keep that line.} other {The story has a real ending: {quote}. Keep it.}}',
  'finding.told-result':
    '{way, select, 0 {You said how it ended: {quote}. Keep that.} other {Your story has an ending: {quote}.}}',
  'finding.own-steps':
    '{way, select, 0 {You said what you did yourself: {quote}. A listener can see you do it.} 1 {{quote} shows your own part, step by step. Keep that.} other {Your own steps are clear: {quote}.}}',
  'finding.set-scene':
    '{way, select, 0 {You set the scene early: {quote}.} other {{quote} says right away where this happened. A good way in.}}',
  'finding.fitting-point':
    '{way, select, 0 {{quote} answers what was asked.} other {This fits the question: {quote}.}}',
  'finding.main-point':
    '{way, select, 0 {You got to the heart of it: {quote}.} 1 {{quote} is one of the points that matter most here.} other {This is the point to make, and you made it: {quote}.}}',
  'finding.on-point':
    '{way, select, 0 {{quote} goes to one of the main points.} 1 {In {quote} you take up a main point.} other {With {quote} you speak of what matters here.}}',
  'finding.deep-point':
    '{way, select, 0 {You made a point that many leave out: {quote}.} other {{quote} adds depth. Keep it.}}',
  'finding.on-track':
    '{way, select, 0 {You are on the right track with {quote}.} other {{quote} is a good start to build on.}}',
  'finding.named-trade-off':
    '{way, select, 0 {You weighed it up: {quote}. Interviewers look for that.} other {{quote} names a trade-off. Keep that.}}',
  'finding.gave-reason':
    '{way, select, 0 {You gave a reason, not just a claim: {quote}.} other {{quote} says why. Keep doing that.}}',
  'finding.admitted-unknown':
    '{way, select, 0 {You said plainly that you do not know, and that beats a guess.} other {Saying openly that you do not know is fair, and better than bluffing.}}',
  'finding.admitted-doubt': 'You said openly where you were unsure: {quote}. That builds trust.',
  'finding.easy-pace': 'At {wordsPerMinute} words a minute you were easy to follow.',
  'finding.easy-sentences':
    '{way, select, 0 {Your sentences are short and easy to follow.} other {You kept your sentences short, which helps a listener.}}',

  // The one thing to change.
  'fix.language':
    'Try it in English, and I can judge all of it. Of an answer in German, Spanish or French I judge how it is built and how clear it is.',
  'fix.begin':
    '{way, select, 0 {Start with one sentence, even a rough one, and then say why.} other {Say one thing you do know about it and work outwards from there.}}{statement, select, none {} other { One idea to start from: {statement}}}',
  'fix.answer':
    '{quote, select, none {} other {{opening, select, echo {{quote} repeats the question. } other {You started with {quote}. }}}}{case, select, otherstory {That is a story, but the question asks for a different one. Find a time that fits it, and tell it the same way: where it was, what you did, how it ended.} story {Tell one real story that fits the question: where it was, what you did and how it ended.} point {{opening, select, echo {Start here:} other {{sure, select, no {I could not find the answer in it. Say this point first, as plainly as you can:} other {The question is after something else. Start here:}}}} {statement}} first {Answer the question in your first sentence, then give one reason.} other {Go back to the question in your first sentence, then give one reason.}}',
  'fix.longer':
    '{quote, select, none {Say more:} other {You stop after {quote}. Go on:}} {case, select, story {where it was, what you did and how it ended.} argument {why it is so, and one example.} other {why, or how you know.}}',
  'fix.real':
    '{quote, select, none {This} other {{quote}}} {case, select, opinion {tells me who you are. One time that shows it would tell me more: where was it, what did you do, how did it end?} other {is what you would do. Tell me about one time you did it: where it was, what you did and how it ended.}}',
  'fix.sentences':
    '{quote, select, none {These are} other {{quote} are}} terms, not an answer yet. {way, select, 0 {Take two of them and say in one sentence what one does with the other.} other {Turn them into sentences: what does each one do, and why?}}',
  'fix.once':
    'You say {quote, select, none {the same thing} other {{quote}}} several times. Say it once, then {way, select, 0 {say why it is so.} other {go one step further: why, and what follows from it?}}',
  'fix.wrong':
    '{misconception, select, none {{quote, select, none {One claim to check:} other {{way, select, 0 {Look again at {quote}.} 1 {Check {quote} against this:} other {{quote} needs a second look. Compare it with this:}}}}} other {{quote, select, none {} other {Look again at {quote}. }}A common mistake: “{misconception}” In fact:}} {statement}',
  'fix.doubt':
    '{way, select, 0 {{quote} may leave a doubt. Say what you learned from it, or what you would do today.} other {A listener may stumble over {quote}. Say why you did it, and what you would do differently now.}}',
  'fix.missed':
    '{ask, select, below {{quote, select, none {One thing is left open; the follow-up asks for it.} other {After {quote}, one thing is left open; the follow-up asks for it.}}} none {{sure, select, no {I did not find this point in your words: {statement} If you made it, say it more plainly.{quote, select, none {} other { It would fit after {quote}.}}} other {{weight, select, must {{way, select, 0 {One idea is missing:} 1 {The biggest gap:} other {What I missed most:}}} other {{way, select, 0 {To go deeper, add this:} other {One more point would round it off:}}}} {statement}{quote, select, none {} other { It would fit after {quote}.}}}}} other {{quote, select, none {One thing I wanted to know:} other {After {quote}, I wanted to know:}} {ask}}}',
  'fix.partial':
    '{ask, select, below {{quote} is a start. Say more about it: the follow-up asks how.} none {{way, select, 0 {{quote} is part of it. Say all of it:} other {Take {quote} one step further:}} {statement}} other {{quote} made me curious. {ask}}}',
  'fix.result':
    '{quote, select, none {The story stops before its end.} other {You ended on {quote}.}} {way, select, 0 {I did not hear what came of it. Add one sentence with the result, and a number if you have one.} other {The result is missing. Say what changed, and by how much if you know.}}',
  'fix.number':
    '{way, select, 0 {{quote} says that it got better. Say by how much; a rough number is enough.} other {Put a number on {quote}: time, money, errors or people.}}',
  'fix.action':
    '{case, select, we {{way, select, 0 {{quote} tells me what the team did. Say which part was yours.} other {I cannot see you in {quote}. Say what you did yourself.}}} other {{way, select, 0 {I did not hear what you did yourself. Add two or three steps that start with “I”.} other {Your own part is missing. Say what you did, step by step, with “I”.}}}}',
  'fix.setting':
    '{case, select, situation {{quote, select, none {First say} other {Before {quote}, say}} where and when this was, in one sentence.} other {{quote, select, none {Say} other {After {quote}, say}} what you were meant to achieve.}}',
  'fix.reason':
    '{quote, select, none {Add a reason in one sentence} other {{way, select, 0 {{quote} needs a reason. Add one sentence} other {Say why after {quote}, in one sentence}}}}{cue, select, none {} other { with “{cue}”}}.',
  'fix.trade-off':
    '{quote, select, none {Say what your choice costs, and why that is fine here.} other {{way, select, 0 {Every choice costs something. After {quote}, say what yours costs.} other {Say what you give up with {quote}, and why that is fine here.}}}}',
  'fix.example':
    'Make {quote, select, none {it} other {{quote}}} concrete: give one example, or a case where it does not hold.',
  'fix.long':
    '{way, select, 0 {The sentence that starts {quote} is long. Cut it in two.} other {{quote} runs on. Two shorter sentences would carry it better.}}',
  'fix.vague': 'In {quote}, “{word}” could be anything. Name the thing.',
  'fix.hedges':
    '{way, select, 0 {{quote} sounds less sure than you are. Say it plainly.} other {Drop the hedges in {quote}, and it sounds as if you mean it.}}',
  'fix.fillers':
    'Fillers pile up {quote, select, none {in one place} other {around {quote}}}, at least {count} of them. {way, select, 0 {Take a breath there instead; a short silence sounds like thinking.} other {Let it be silent for a second instead.}}',
  'fix.pace':
    'You spoke at {wordsPerMinute} words a minute, which is {case, select, fast {fast. Stop for a breath after each point.} other {slow. Note down three points first, then say them without stopping.}}',
  'fix.pause':
    'Long pauses fell in the middle of sentences. Pause before a sentence, while you think how it ends.',
  'fix.wording':
    '{quote, select, none {} other {In {quote}: }}{better, select, none {“{said}” is usually said differently.} other {“{said}” → “{better}”.}}',
  'fix.build':
    'Build on {quote, select, none {your best point} other {{quote}}}: {case, select, story {{way, select, 0 {say what you thought at that moment, and why.} other {add one detail that only someone who was there would know.}}} other {{way, select, 0 {say why it is so, and give one example.} other {add one sentence on why, and one on where it does not hold.}}}}',
  'fix.polish':
    'Nothing big is missing. {case, select, story {Practise telling it in under two minutes{quote, select, none {} other {, and keep {quote} for the end}}.} other {{way, select, 0 {{quote, select, none {Sum it up in one sentence at the end.} other {After {quote}, sum it up in one sentence.}}} other {Try it aloud without notes.}}}}',
  'fix.legacy': '{text}',

  // The summary: how it stands, and the next step.
  'substance.empty': 'There was nothing to judge yet.',
  'substance.unknown': 'This one is new to you.',
  'substance.echo': 'So far this repeats the question.',
  'substance.terms': 'These are words, not an answer yet.',
  'substance.loop': 'This says one thing several times.',
  'substance.off-topic':
    '{sure, select, no {I could not find the answer in this.} other {This does not answer the question yet.}}',
  'substance.other-language':
    '{language, select, none {This does not look like English} other {This looks like {language}}}, so it was not judged.',
  'substance.short': 'This is a start, and too short to judge well.',
  'substance.form-only': 'This is about form only: I could not judge whether it is right.',
  'substance.answer':
    '{band, select, strong {{way, select, 0 {A strong answer} other {This is very good}}} good {{way, select, 0 {A good answer} other {This holds up well}}} fair {{way, select, 0 {The basics are there} other {You are on your way}}} other {{way, select, 0 {There is some way to go} other {This one needs another round}}}}{made, plural, =0 {} other {, with {made} of {of, plural, one {# point} other {# points}} made}}.',
  'next.language': 'Next: try it in English.',
  'next.begin': 'Try one sentence next time.',
  'next.answer': 'Next: answer it in the first sentence.',
  'next.longer': 'Next: say more.',
  'next.real': 'Next: tell one real story.',
  'next.sentences': 'Next: say it in sentences.',
  'next.once': 'Next: say it once and go on.',
  'next.wrong': 'Next: correct that one claim.',
  'next.doubt': 'Next: say what you learned from it.',
  'next.missed': 'Next: add the missing point.',
  'next.partial': 'Next: finish the thought.',
  'next.result': 'Next: say how it ended.',
  'next.number': 'Next: put a number on it.',
  'next.action': 'Next: say what you did yourself.',
  'next.setting': 'Next: set the scene in one sentence.',
  'next.reason': 'Next: say why.',
  'next.trade-off': 'Next: name the price of your choice.',
  'next.example': 'Next: give one example.',
  'next.long': 'Next: use shorter sentences.',
  'next.vague': 'Next: name things.',
  'next.hedges': 'Next: say it plainly.',
  'next.fillers': 'Next: pause where the fillers are.',
  'next.pace': 'Next: watch your pace.',
  'next.pause': 'Next: pause between sentences.',
  'next.wording': 'Next: one small slip to fix.',
  'next.build': 'Next: go one step further.',
  'next.polish': 'Next: try a harder question.',
  'next.legacy': '{summary}',

  // Parts of a story or an argument, and what to say where one is missing.
  'part.name':
    '{part, select, situation {situation} task {task} action {action} result {result} claim {claim} reason {reason} tradeoff {trade-off} exampleortradeoff {example or trade-off} exampleornumber {example or number} other {{part}}}',
  'part.missing':
    '{part, select, situation {Say where and when it was, in one sentence.} task {Say what you were meant to achieve.} action {Say what you did, step by step, with “I”.} result {Say what came of it, with a number if you have one.} claim {Give the answer in one full sentence first.} reason {Say why, in one sentence with “because”.} tradeoff {Say what your choice costs, or what you would give up.} exampleortradeoff {Add one example, or say when it does not hold.} exampleornumber {Put a number on it: how many users, requests or bytes.} other {}}',
  'finding.one-step': 'You tell one step. Say what you did before and after it.',
  'finding.we-only': 'It says what “we” did. Say what you did yourself.',
  'finding.no-number': 'It ends well. A number would show how well.',
  'finding.lesson-only': 'It says what you learned, not what came of it.',
  'finding.claim-late': 'The answer comes late. Say it first.',
  'finding.claim-hedged': 'The first sentence hedges. Say it plainly.',

  // Why a concept got its verdict.
  'finding.says-opposite': 'This says the opposite.',
  'finding.common-mistake': 'This is a common mistake.',
  'finding.disagrees': 'This does not agree with it.',
  'finding.unclear': 'Some words here were hard to hear; you may have said more.',
  'finding.names-only': 'This names the term without explaining it.',

  // Clarity, wording and delivery.
  'finding.run-on': 'One sentence of {words} words. A full stop after each idea makes it easy to follow.',
  'finding.long-sentence': 'One sentence of {words} words. Two shorter ones are easier to follow.',
  'finding.long-sentences': 'Your sentences have {words} words on average; 8 to 25 are easy to follow.',
  'finding.short-sentences': 'Your sentences have {words} words on average. Join what belongs together.',
  'finding.even-sentences':
    'All your sentences are about the same length. A short one among them makes a point stand out.',
  'finding.unconnected': 'Few words tie the sentences together, such as “because”, “so” or “for example”.',
  'finding.connected': 'Your sentences are tied together well.',
  'finding.hedges':
    '{count, plural, one {# hedge} other {# hedges}}{examples, select, none {} other { ({examples})}}. Leave out those you do not need.',
  'finding.restarts':
    '{count, plural, one {# restart or repeated word} other {# restarts or repeated words}}. Pause, then say the sentence once.',
  'finding.vague': '“{word}” could be anything. Name the thing.',
  'finding.unexplained': 'Say in a few words what {terms} mean.',
  'finding.number-given': 'A number makes it concrete.',
  'finding.names-given': 'It names what it is about.',
  'finding.nothing-specific': 'There is no number and no name in it to hold on to.',
  'finding.slip':
    '{better, select, none {“{said}” is usually said another way} other {“{said}” → “{better}”}}',
  'finding.pace':
    '{wordsPerMinute} words a minute, {band, select, slow {slow} ratherslow {rather slow} calm {calm} easy {easy to follow} brisk {brisk} fast {fast} other {very fast}}.',
  'finding.uneven-pace': 'Your pace changes a lot along the way.',
  'finding.pauses':
    '{count, plural, one {# pause} other {# pauses}}, {long} of two seconds or more, the longest {seconds} s at {time}.',
  'finding.no-pauses': 'No pause of a quarter of a second or more.',
  'finding.pause-inside': '{seconds} s in the middle of a sentence. Pause before it instead.',
  'finding.fillers':
    'At least {count, plural, one {# filler} other {# fillers}}, {perMinute, number} a minute.',
  'finding.no-fillers': 'No fillers heard.',
  'finding.filler-cluster': 'At least {count, plural, one {# filler} other {# fillers}} close together.',
  'finding.repeats': '{count, plural, one {# repeat} other {# repeats}} in {words} words.',

  // Why something has no score, or no higher one.
  'finding.no-words': 'There are no words to judge.',
  'finding.few-words':
    '{words, plural, one {One word is} other {# words are}} too few to judge; it takes {fewest}.',
  'finding.unsupported-language':
    'Not judged: this {language, select, none {does not look like English} other {looks like {language}}}.',
  'language.ms': 'Indonesian or Malay',
  'language.hr': 'Croatian, Bosnian or Serbian',
  'finding.english-only': 'Wording is judged in English only.',
  'finding.no-sentences': 'There are hardly any full English sentences to judge.',
  'finding.follow-up': 'A follow-up does not need a whole story.',
  'finding.typed': 'A typed answer has no delivery to judge.',
  'finding.audio-lost': 'Only {percent} % of the audio arrived, too little to judge pace and pauses fairly.',
  'finding.too-little-speech': 'It takes ten seconds and twenty words of speech to judge delivery.',
  'finding.nothing-known': 'I do not know what a right answer to this question contains.',
  'finding.known-in-other-language':
    'The reference answer is in another language, so content was not scored.',
  'finding.not-recognised': 'I could not tell whether this answers the follow-up.',
  'finding.echo': 'This repeats the question. What is your answer to it?',
  'finding.off-point': 'This does not get to the point yet.',
  'finding.too-short': 'This is too short to show what you know. Say how it works and why.',
  'finding.short': 'A longer answer would show more of what you know.',
  'finding.term-list': 'This names terms without explaining them.',
  'finding.denies-right': 'This starts by denying what is right.',
  'finding.denies-all': 'This denies nearly everything that is expected.',
  'finding.off-topic': 'This does not answer the question.',
  'finding.other-question': 'This story fits another question.',
  'finding.legacy': '{text}',
} as const;
