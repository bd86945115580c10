// Serves a folder as a static host does: `index.html` for a folder, `404.html` for what is not there.

import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { createGzip } from 'node:zlib';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
};
const PACKED = /^(text\/|application\/(json|xml)|image\/svg)/;

/// Serves `folder` below the path `base`; gives its address and every path that was asked for and is not there.
export async function serve(folder, base = '/', port = 0) {
  const missing = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    let file = path.startsWith(base) ? fileAt(folder, path.slice(base.length)) : undefined;
    let status = 200;
    if (file?.endsWith(sep)) {
      response.writeHead(301, { location: `${path}/` }).end();
      return;
    }
    if (!file) {
      missing.push(path);
      status = 404;
      file = join(folder, '404.html');
    }
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    const isPacked = PACKED.test(type) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    response.writeHead(status, {
      'content-type': type,
      'cache-control': 'max-age=600',
      ...(isPacked && { 'content-encoding': 'gzip' }),
    });
    const body = createReadStream(file);
    (isPacked ? body.pipe(createGzip()) : body).pipe(response);
  });
  await new Promise((listening) => server.listen(port, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${server.address().port}${base}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return { url, missing, close };
}

/// The file that a path stands for; ends in a separator for a folder that was asked for without its slash.
function fileAt(folder, path) {
  const file = join(folder, normalize(`/${path}`));
  const isFolder = existsSync(file) && statSync(file).isDirectory();
  if (!isFolder) return existsSync(file) ? file : undefined;
  const index = join(file, 'index.html');
  if (!existsSync(index)) return undefined;
  return path === '' || path.endsWith('/') ? index : file + sep;
}
