export const linking = {
  'link.account':
    '{name}, {platform, select, discord {on Discord} slack {on Slack} other {in the owner’s terminal}}',
  'link.title': 'Link another account',
  'link.code':
    'On the other platform, use {link} and confirm it there. Then come back and use {again}: you are asked once more before anything is shared. The code works once, until {until}. Give it to nobody else.',
  'link.confirm-title': 'Is this you?',
  'link.maker': 'This code was made by: {account}',
  'link.asker': 'This account was given your code, and wants to be linked: {account}',
  'link.shared':
    'Once both accounts have confirmed, they share one history: {answers, plural, =0 {everything that you will answer here} one {the one answer that you gave here} other {all # answers that you gave here}}, with transcripts, scores and recordings. Each of the two accounts can then read, export and erase all of it.',
  'link.warning':
    'Go on only if both accounts are yours. If somebody sent you this code or asked you to type it, they want your history.',
  'button.link-confirm': 'Both are mine: link them',
  'button.link-join': 'Both are mine: link them',
  'button.link-refuse': 'Refuse',
  'link.asked-title': 'One more step',
  'link.asked':
    'Nothing is shared yet. Now use {link} in the account that made the code ({account}) within an hour, and confirm there too.',
  'link.done-title': 'Linked',
  'link.done':
    'This account and that of {account} share one history from now on. {undo} takes this account out again.',
  'link.refused-title': 'Not linked',
  'link.refused': 'Nothing was shared, and the code no longer works.',
  'link.undone-title': 'No longer linked',
  'link.undone':
    'This account has a history of its own again: {answers, plural, =0 {no answer was} one {# answer was} other {# answers were}} given here, before and after the accounts were linked, and went with it.',
  'link.undone-stays':
    'What was answered elsewhere stays with the other account. Both keep the time zone, the weekly goal and, for {concepts, plural, =0 {no concept} one {# concept} other {# concepts}} that both answered, when to practise it again. What was exported or erased while the accounts were linked cannot be taken back.',
} as const;
