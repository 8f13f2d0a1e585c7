/** The part of a text that may be shown when generation ends at the first of `stop`. */
export type Cut = {
  /** The text without the stop string and what follows it. */
  text: string;
  /** How much of it is certain: the rest may still turn out to be the start of a stop string. */
  certain: number;
  stopped: boolean;
};

export function cutAtStop(text: string, stop: readonly string[]): Cut {
  const places = stop.map((mark) => (mark === '' ? -1 : text.indexOf(mark))).filter((place) => place >= 0);
  if (places.length > 0) {
    const end = Math.min(...places);
    return { text: text.slice(0, end), certain: end, stopped: true };
  }
  let certain = text.length;
  for (const mark of stop) {
    for (let length = Math.min(mark.length - 1, text.length); length > 0; length--) {
      if (text.endsWith(mark.slice(0, length))) {
        certain = Math.min(certain, text.length - length);
        break;
      }
    }
  }
  // A character of several bytes may take several tokens: until the last one arrives it reads as "�".
  while (text.charAt(certain - 1) === '\uFFFD') certain--;
  return { text, certain, stopped: false };
}
