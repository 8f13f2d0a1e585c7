import type { View } from '../view.ts';
import { clean, type Look, renderView, wrap } from './cards.ts';

/** Where a terminal interview is shown. */
export type Screen = {
  look: Look;
  show(view: View): void;
  say(text: string): void;
  /** One line that the next output replaces; does nothing without a terminal. */
  status(text: string): void;
};

type Output = { write(text: string): unknown; isTTY?: boolean; columns?: number };

/** Colours are off without a terminal or with NO_COLOR; lines are wrapped at 100 columns at most. */
export function openScreen(output: Output, options: { colours: boolean }): Screen {
  const interactive = output.isTTY === true;
  const look = {
    colours: options.colours && interactive,
    width: Math.min(100, Math.max(40, (output.columns ?? 90) - 2)),
  };
  let standing = false;
  const clear = () => {
    if (standing) output.write('\r\u001b[2K');
    standing = false;
  };
  return {
    look,
    show(view) {
      clear();
      output.write(`\n${renderView(view, look)}\n`);
    },
    say(text) {
      clear();
      output.write(`${wrap(clean(text), look.width).join('\n')}\n`);
    },
    status(text) {
      if (!interactive) return;
      clear();
      output.write(text);
      standing = true;
    },
  };
}
