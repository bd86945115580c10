// A site in a folder of its own that `casefile serve` shows, and that can be edited.

import { spawn } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

export class Live {
  /// Serves a site of some files, by their paths from the root.
  static async start(files) {
    const root = await mkdtemp(join(tmpdir(), 'casefile-live-'));
    const live = new Live(root);
    for (const [path, text] of Object.entries(files)) await live.save(path, text);
    await live.serve();
    return live;
  }

  constructor(root) {
    this.root = root;
  }

  /// Starts the program, which `CASEFILE` names.
  async serve() {
    const program = process.env.CASEFILE;
    if (!program) throw new Error('name the program in CASEFILE');
    this.process = spawn(program, ['serve', '--port', '0', '--root', this.root], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.ended = new Promise((ended) => this.process.on('exit', ended));
    const lines = createInterface({ input: this.process.stderr });
    this.url = await new Promise((found, failed) => {
      lines.on('line', (line) => {
        const url = /serving (http:\S+)/.exec(line);
        if (url) found(url[1]);
        this.last = Date.now();
      });
      this.ended.then(() => failed(new Error('the program ended')));
    });
  }

  async save(path, text) {
    const file = join(this.root, path);
    await mkdir(dirname(file), { recursive: true });
    this.last = Date.now();
    await writeFile(file, text);
  }

  /// Waits until the program has read what was saved.
  async settled() {
    while (Date.now() - this.last < 400) await new Promise((passed) => setTimeout(passed, 50));
  }

  /// Ends the program and removes the folder.
  async stop() {
    this.process.kill('SIGINT');
    await this.ended;
    await rm(this.root, { recursive: true });
  }
}
