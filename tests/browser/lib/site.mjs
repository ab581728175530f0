// The demonstration site, as `cargo test --test browser` has built it, and a server for it.
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";

/** The folder of the built site. */
export const folder = resolve(process.env.SITE ?? "");

if (!process.env.SITE || !existsSync(join(folder, "index.html"))) {
  throw new Error("SITE must name the folder of a built site: fundus build --output FOLDER");
}

/** The paths of all files with one of these endings, in order. */
export function files(...endings) {
  const found = [];
  const walk = (directory) => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (endings.includes(extname(entry.name))) found.push(relative(folder, path).split(sep).join("/"));
    }
  };
  walk(folder);
  return found.sort();
}

/** The address of a file of the site, opened by double-click. */
export const fileUrl = (path) => pathToFileURL(join(folder, path)).href;

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".ics": "text/calendar",
  ".jpg": "image/jpeg",
  ".js": "text/javascript",
  ".json": "application/json",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".vtt": "text/vtt",
  ".woff2": "font/woff2",
  ".xml": "application/atom+xml",
};

function answer(root, request, response) {
  const path = decodeURIComponent(new URL(request.url, "http://site").pathname);
  let file = join(root, path);
  if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
  const found = file.startsWith(root) && existsSync(file);
  if (!found) file = join(root, "404.html");
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  response.writeHead(found ? 200 : 404, { "content-type": type });
  createReadStream(file).pipe(response);
}

/** Builds another site, of these files, and calls `look` with what gives the address of a page. */
export async function withSite(sources, look) {
  const root = mkdtempSync(join(tmpdir(), "fundus site "));
  try {
    for (const [path, text] of Object.entries(sources)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    execFileSync(process.env.FUNDUS, ["--root", root, "build"], { stdio: "pipe" });
    await look((path) => pathToFileURL(join(root, "public", path)).href);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Serves the site, or the one in another folder, on a free port of this machine: its address and how to stop it. */
export async function serve(root = folder) {
  const server = createServer((request, response) => answer(root, request, response));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  return { url: `http://127.0.0.1:${port}/`, stop: () => server.closeAllConnections() ?? server.close() };
}
