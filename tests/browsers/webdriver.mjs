// Firefox and WebKit, driven by their own drivers over the WebDriver protocol, of which the tests need four commands.

import { spawn } from "node:child_process";
import { createServer } from "node:net";

/** What each browser is started with. */
export const BROWSERS = {
  firefox: {
    command: (port) => ["geckodriver", "--port", String(port)],
    capabilities: { browserName: "firefox", "moz:firefoxOptions": { args: ["-headless"] } },
  },
  webkit: {
    command: (port) => ["xvfb-run", "-a", "WebKitWebDriver", `--port=${port}`],
    capabilities: {
      "webkitgtk:browserOptions": {
        binary: process.env.WEBKIT_BROWSER ?? "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
        args: ["--automation"],
      },
    },
  },
};

/** Starts a browser: `title(url)` is the title that the page gives itself when it is done; `close` ends it. */
export async function startBrowser(name) {
  const { command, capabilities } = BROWSERS[name];
  const port = await freePort();
  const [program, ...args] = command(port);
  // A group of its own, for the driver has children that do not end with it.
  const driver = spawn(program, args, { stdio: "ignore", detached: true });
  const failed = new Promise((_, reject) => driver.once("error", reject));
  failed.catch(() => undefined);
  const end = () => driver.pid !== undefined && process.kill(-driver.pid, "SIGTERM");
  const ask = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${name}: ${value.message ?? value.error}`);
    return value;
  };
  try {
    await Promise.race([failed, patiently(() => ask("GET", "/status"))]);
    const { sessionId } = await ask("POST", "/session", { capabilities: { alwaysMatch: capabilities } });
    const session = `/session/${sessionId}`;
    return {
      async title(url) {
        await ask("POST", `${session}/url`, { url });
        return patiently(async () => {
          const title = await ask("GET", `${session}/title`);
          if (!title.startsWith("done ")) throw new Error(`${name} is not done with ${url}: ${title}`);
          return JSON.parse(title.slice("done ".length));
        });
      },
      async close() {
        await ask("DELETE", session).catch(() => undefined);
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}

async function patiently(work) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === 300) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
