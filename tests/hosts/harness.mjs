// What the tests inside helpdesks share: who signs in where, a browser whose clock stands at the scenario's end, and what the
// console says meanwhile.

import { readFile } from "node:fs/promises";
import { launchBrowser } from "../../www/build/browser.mjs";

const addresses = JSON.parse(process.env.DESKGAUGE_HOSTS ?? "{}");

/** The tickets that the helpdesks were filled with; the n-th has the number n. */
export const scenario = JSON.parse(await readFile(process.env.DESKGAUGE_SCENARIO, "utf8"));
/** The time that the tests' pages think it is. */
export const NOW = Date.parse(scenario.meta.end);

/** How each helpdesk is walked through. */
export const HOSTS = {
  rt: {
    login: "/",
    user: "[name=user]",
    password: "[name=pass]",
    overview: "/DeskGauge/index.html",
    ticket: (id) => `/Ticket/Display.html?id=${id}`,
    /** What our widgets ask. */
    api: "**/REST/2.0/**",
    /** Who likes it dark, and how a page turns dark or light while it stays. */
    dark: {
      user: "hugo",
      turn: (page, on) => page.evaluate((on) => document.body.classList.toggle("darkmode", on), on),
    },
    /** What the helpdesk itself writes on the console. */
    own: [/autocomplete attributes/],
  },
  "django-helpdesk": {
    login: "/login/",
    user: "[name=username]",
    password: "[name=password]",
    overview: "/deskgauge/",
    ticket: (id) => `/tickets/${id}/`,
    api: "**/deskgauge/history.json*",
    dark: {
      user: "hugo",
      turn: (page, on) =>
        page.evaluate(
          (theme) => document.documentElement.setAttribute("data-bs-theme", theme),
          on ? "dark" : "light",
        ),
    },
    own: [/autocomplete attributes/, /favicon/],
  },
};

/** The helpdesks that are up. */
export const UP = Object.keys(HOSTS).filter((name) => addresses[name] !== undefined);

/** A browser for one helpdesk. */
export async function openHost(name) {
  const browser = await launchBrowser();
  const host = HOSTS[name];
  const url = (path) => new URL(path, addresses[name]).href;
  const sessions = new Map();

  async function signIn(user) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(url(host.login));
    await page.fill(host.user, user);
    await page.fill(host.password, "password");
    await page.press(host.password, "Enter");
    await page.locator(host.password).waitFor({ state: "detached" });
    const state = await context.storageState();
    await context.close();
    return state;
  }

  /** A page of a signed-in user; `said` is what its console says, beside what the helpdesk itself does. */
  async function visit(use, { user = "ana", held = true, ...options } = {}) {
    if (!sessions.has(user)) sessions.set(user, await signIn(user));
    const context = await browser.newContext({
      storageState: sessions.get(user),
      timezoneId: "Europe/Berlin",
      locale: "en-GB",
      ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    // A clock that is held holds the page's own measurements too.
    if (held) await page.clock.setFixedTime(NOW);
    const said = [];
    const hear = (text) => {
      if (!host.own.some((known) => known.test(text))) said.push(text);
    };
    page.on("console", (message) => hear(`${message.type()}: ${message.text()} ${message.location().url}`));
    page.on("pageerror", (error) => hear(`error: ${error.message}`));
    try {
      return await use({ page, said, go: (path, how) => page.goto(url(path), how) });
    } finally {
      await context.close();
    }
  }

  return { ...host, name, url, visit, close: () => browser.close() };
}
