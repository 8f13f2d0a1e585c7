import { styleText } from 'node:util';
import { wantsColours } from './setting.ts';

/** Colours what a command prints, if colours are wanted. */
export function painter(): (style: Parameters<typeof styleText>[0], text: string) => string {
  const colours = wantsColours();
  return (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text);
}
