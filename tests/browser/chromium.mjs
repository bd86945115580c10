// Which Chromium, and how it is started.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];
export const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/// Where Chromium is: `CHROMIUM`, or the first of its names on the path.
export function program() {
  const named = process.env.CHROMIUM;
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => PROGRAMS.map((name) => join(folder, name)));
  const path = named ?? found.find(existsSync);
  if (!path) throw new Error('there is no Chromium: install it (Debian: `apt-get install chromium`), or name it in CHROMIUM');
  return path;
}
