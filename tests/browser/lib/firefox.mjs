// Debian's Firefox, driven over WebDriver BiDi, which it speaks itself: no further program is needed.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { PATIENCE, program } from "./browser.mjs";

/** Node's own from version 22 on; before that, the one that Playwright brings. */
function webSocket() {
  try {
    return globalThis.WebSocket ?? createRequire(import.meta.url)("playwright-core/lib/utilsBundle").ws;
  } catch {
    return undefined;
  }
}

const WebSocket = webSocket();
const path = process.env.FIREFOX || program("firefox-esr", "firefox");

// Under automation, Firefox would be more lenient with files than at the readers'.
const PREFERENCES = {
  "remote.prefs.recommended": false,
  "browser.aboutwelcome.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "app.update.auto": false,
  "toolkit.telemetry.enabled": false,
};

/** A line of its output that says where it listens. */
function listening(child) {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (data) => {
      said += data;
      const address = said.match(/ws:\/\/[\d.:\w]+/)?.[0];
      if (address) resolve(address);
    });
    child.on("exit", () => reject(new Error(`Firefox ended: ${said}`)));
    setTimeout(() => reject(new Error(`Firefox does not listen: ${said}`)), PATIENCE).unref();
  });
}

async function start() {
  const profile = mkdtempSync(join(tmpdir(), "firefox-"));
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
  writeFileSync(join(profile, "user.js"), lines.join("\n"));
  const child = spawn(path, ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]);
  const end = () => {
    child.kill("SIGKILL");
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    const socket = new WebSocket(`${await listening(child)}/session`);
    await new Promise((resolve, reject) => {
      socket.addEventListener("open", resolve);
      socket.addEventListener("error", reject);
    });
    return await session(socket, end);
  } catch (error) {
    end();
    throw error;
  }
}

async function session(socket, end) {
  const waiting = new Map();
  const faults = [];
  let last = 0;
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(data);
    if (message.method === "log.entryAdded" && message.params.level === "error") faults.push(message.params.text);
    const [resolve, reject] = waiting.get(message.id) ?? [];
    waiting.delete(message.id);
    if (message.type === "error") reject?.(new Error(`${message.error}: ${message.message}`));
    else resolve?.(message.result);
  });
  const send = (method, params) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, [resolve, reject]);
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  await send("session.new", { capabilities: {} });
  await send("session.subscribe", { events: ["log.entryAdded"] });
  const { contexts } = await send("browsingContext.getTree", {});
  const { context } = contexts[0];

  /** Runs the body of a function on the page; what it returns comes back. */
  const run = async (body) => {
    const functionDeclaration = `() => JSON.stringify((() => { ${body} })())`;
    const { result, exceptionDetails } = await send("script.callFunction", { functionDeclaration, awaitPromise: true, target: { context } });
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return JSON.parse(result.value ?? "null");
  };

  return {
    faults,
    run,
    open: (url) => send("browsingContext.navigate", { context, url, wait: "complete" }),
    until: async (body) => {
      const start = Date.now();
      while (!(await run(body))) {
        if (Date.now() - start > PATIENCE) throw new Error(`in vain: ${body}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    stop: async () => {
      socket.close();
      end();
    },
  };
}

export const firefox = {
  /** Why tests in Firefox cannot run here; `false` when they can. */
  lacks: path ? (WebSocket ? false : "node has no WebSocket (22 or newer)") : "Firefox is missing (Debian: firefox-esr)",
  start,
};
