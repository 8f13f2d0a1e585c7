/** What a person reads when an interview cannot be prepared. */
export const prepareFaults = {
  'fault.document-too-large': 'That file is larger than {most} MB; send a smaller one, or paste the text.',
  'fault.document-encrypted': 'That PDF has a password; save it without one, or paste the text.',
  'fault.document-damaged': 'That file is damaged and cannot be read; save it again, or paste the text.',
  'fault.document-pictures-only':
    'That PDF holds pictures of text and no text; export it from the program it was written in, or paste the text.',
  'fault.document-empty': 'There is no text in that file; send another one, or paste the text.',
  'fault.document-too-slow': 'Reading that file took too long; save it in a simpler form, or paste the text.',
  'fault.document-too-big-inside': 'That file unpacks to far too much; save it again, or paste the text.',
  'fault.document-unknown-kind':
    'I read PDF, Word (DOCX) and text files; save it as one of these, or paste the text.',
  'fault.document-old-word': 'I cannot read this old Word format; save it as DOCX or PDF, or paste the text.',
  'fault.document-unreadable': 'There is no file to read at {path}.',
  'fault.aim-alone': 'An exam, or studying, is for one person: leave out the style.',
  'fault.nothing-to-prepare':
    'I found no skill, job title or project in that; send the whole job description, your résumé, or both.',
  'fault.nothing-to-ask': 'There are no questions about “{domain}”; choose another domain.',
  'fault.plan-alone': 'A plan that you keep has its own questions: leave out {given}.',
  'fault.no-such-planned': 'Choose a question of the plan: a number from 1 to {last}.',
  'fault.last-planned': 'One question has to stay; swap it for another, or throw the plan away.',
  'fault.nothing-to-swap': 'There is no other question that would fit in its place.',
  'fault.plan-gone':
    'That plan is no longer here: a plan that is not kept is forgotten after an hour. Prepare it again with: {prepare}',
  'fault.too-many-plans': 'You keep {most} plans already; delete one first.',
  'fault.no-such-plan': 'There is no such plan of yours.',
  'fault.round-file-unusable': '{file}, line {line}: {reason}',
  'fault.prepare-closed':
    'This interview is for you alone, and you take no direct messages from me: allow them, and press Start again.',
  'fault.prepare-privately': 'A résumé is nobody else’s business: send your files to me in a direct message.',
} as const;
