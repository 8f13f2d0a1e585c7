/**
 * What people agree to when they agree to be heard. Give it a new version whenever a text changes: the version is stored
 * with each agreement, so that what somebody saw can be told later.
 */
export const consentTextVersion = '2026-11-28.2';

export const consent = {
  'consent.who':
    'I am in “{channel}” for an interview that {starter} started. {style, select, solo {I hear one person only: {starter}, after they press Agree.} other {I hear only people who press Agree.}}',
  'consent.role':
    'I also hear people with the role {role} without asking, unless they take their consent back.',
  'consent.what':
    'What I hear is turned into text {where, select, remote {by the speech server that the owner of this bot chose} elsewhere {on machines that the owner of this bot chose} other {on the machine that runs me}}. The sound is then deleted{kept, select, yes {, unless you chose to keep yours} other {}}.',
  'consent.advised':
    'Where I am unsure how good an answer is, its text is also read by the language model that the owner of this bot chose.',
  'consent.revocable': 'You can take your consent back at any time, with the button or /privacy revoke.',
  /** What they are told once they have agreed. */
  'consent.agreed':
    'I listen to you only while an interview runs here. Sound is deleted once it is transcribed, unless you chose to keep it. Take your consent back at any time: {revoke}',
} as const;
