/** Whether somebody says that they do not know. */
export const admitsNotKnowing = (text: string): boolean =>
  /\b(?:i (?:\w+ )?(?:don'?t|do not) (?:\w+ )?know|no idea|(?:i'?m )?not (?:really )?sure|never (?:used|heard|done)|dunno|can'?t (?:answer|remember)|^(?:pass|skip))\b/i.test(
    text.replace(/’/g, "'"),
  );
