export const leanFlags: string[];
export function leanEnvironment(): Record<string, string>;
export function becomeLean(): void;
