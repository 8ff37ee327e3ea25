// The apps for Zendesk and Freshdesk as packages: whatever the vendors' own validators and documentation demand of them.
//
// Zendesk's rules are those of zendesk/zendesk_apps_support, lib/zendesk_apps_support/validations (manifest, translations, mime,
// svg), and of developer.zendesk.com, "Styles and assets"; Freshdesk's are those of developers.freshworks.com, app SDK 3.0
// (manifest, request method, installation parameters).

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { unzipSync } from "fflate";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
const hosts = join(root, "dist/hosts");
const LANGUAGES = ["ar", "de", "en", "es", "fr", "ja"];

function json(app, path) {
  return JSON.parse(readFileSync(join(hosts, app, path), "utf8"));
}

function filesOf(app) {
  const folder = join(hosts, app);
  return readdirSync(folder, { recursive: true })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => relative(".", name))
    .sort();
}

for (const app of ["zendesk", "freshdesk"]) {
  test(`${app}: the zip file holds the folder, no more and no less, and no times`, () => {
    const packed = readFileSync(join(hosts, `deskgauge-${app}.zip`));
    const entries = unzipSync(packed);
    assert.deepEqual(Object.keys(entries).sort(), filesOf(app));
    for (const [name, bytes] of Object.entries(entries))
      assert.ok(Buffer.from(bytes).equals(readFileSync(join(hosts, app, name))), name);
    // Every file's time, at its place after the signature of its header, is the first that the format knows.
    for (let at = packed.indexOf("PK\x03\x04"); at >= 0; at = packed.indexOf("PK\x03\x04", at + 1)) {
      assert.equal(packed.readUInt32LE(at + 10), 0x00210000);
    }
    assert.ok(packed.length < 1_500_000, `${packed.length} bytes`);
  });

  test(`${app}: pages name files that are there, and have no script or style of their own`, () => {
    for (const page of filesOf(app).filter((name) => name.endsWith(".html"))) {
      const html = readFileSync(join(hosts, app, page), "utf8");
      assert.doesNotMatch(html, /<style|style=|\son\w+=|javascript:/i, page);
      assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)/i, page);
      for (const [, named] of html.matchAll(/(?:src|href)="(?!https:|\{\{\{)([^"]+)"/g))
        assert.ok(existsSync(join(hosts, app, dirname(page), named)), `${page}: ${named}`);
    }
  });

  test(`${app}: scripts import only each other, and licences go with them`, () => {
    const scripts = filesOf(app).filter((name) => name.endsWith(".js"));
    for (const script of scripts) {
      const code = readFileSync(join(hosts, app, script), "utf8");
      for (const [, named] of code.matchAll(/(?:\bfrom|\bimport\(?)\s*["'](\.{1,2}\/[^"']+)["']/g))
        assert.ok(existsSync(join(hosts, app, dirname(script), named)), `${script}: ${named}`);
    }
    const all = scripts.map((script) => readFileSync(join(hosts, app, script), "utf8")).join("\n");
    assert.match(all, /BSD-3-Clause/);
  });
}

test("zendesk: the manifest has what is required, and places and files that exist", () => {
  const manifest = json("zendesk", "manifest.json");
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  assert.equal(manifest.version, version);
  assert.equal(manifest.frameworkVersion, "2.0");
  assert.equal(manifest.defaultLocale, "en");
  for (const key of ["name", "email", "url"]) assert.equal(typeof manifest.author[key], "string");
  assert.match(manifest.author.url, /^https:\/\//);
  for (const key of ["private", "singleInstall"]) assert.equal(typeof manifest[key], "boolean");
  assert.deepEqual(Object.keys(manifest.location), ["support"]);
  const { support } = manifest.location;
  assert.deepEqual(Object.keys(support).sort(), ["nav_bar", "ticket_sidebar"]);
  for (const { url } of Object.values(support)) {
    assert.match(url, /^assets\//);
    assert.ok(existsSync(join(hosts, "zendesk", url)), url);
  }
  assert.equal(support.ticket_sidebar.flexible, true);
});

test("zendesk: parameters are of known types, named once, and explained in every language", () => {
  const { parameters } = json("zendesk", "manifest.json");
  const types = ["text", "password", "checkbox", "url", "number", "multiline", "hidden", "oauth"];
  const names = parameters.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  assert.ok(!names.includes("name"));
  for (const { name, type, required, secure } of parameters) {
    assert.ok(types.includes(type), name);
    assert.deepEqual([typeof required, typeof secure], ["boolean", "boolean"], name);
  }
  const folder = join(hosts, "zendesk/translations");
  assert.deepEqual(
    readdirSync(folder).sort(),
    LANGUAGES.map((language) => `${language}.json`),
  );
  for (const language of LANGUAGES) {
    assert.match(language, /^[a-z]{2}(-\w{2,3})?$/);
    const { app } = json("zendesk", `translations/${language}.json`);
    assert.equal(typeof app.name, "string");
    assert.deepEqual(Object.keys(app.parameters).sort(), [...names].sort(), language);
    for (const { label, helpText } of Object.values(app.parameters)) assert.ok(label && helpText, language);
  }
});

test("zendesk: assets are of the kinds that Zendesk takes, and icons of the sizes it wants", () => {
  const kinds = /\.(png|jpe?g|gif|svg|js|html?|css|map|eot|woff2?|otf|ttf|json|xml|hbs|hdbs)$/;
  const assets = filesOf("zendesk").filter((name) => name.startsWith("assets/"));
  assert.deepEqual(
    assets.filter((name) => !kinds.test(name)),
    [],
  );
  assert.deepEqual(pngSize("assets/logo.png"), [320, 320]);
  assert.deepEqual(pngSize("assets/logo-small.png"), [128, 128]);
  const icon = readFileSync(join(hosts, "zendesk/assets/icon_nav_bar.svg"), "utf8");
  assert.match(icon, /<svg[^>]*viewBox="0 0 18 18"/);
  assert.doesNotMatch(icon, /<script|\son\w+=|href=/i);
});

function pngSize(path) {
  const bytes = readFileSync(join(hosts, "zendesk", path));
  assert.equal(bytes.toString("latin1", 1, 4), "PNG");
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

test("freshdesk: the manifest is of platform 3.0, with places and files that exist", () => {
  const manifest = json("freshdesk", "manifest.json");
  assert.equal(manifest["platform-version"], "3.0");
  for (const old of ["product", "whitelisted-domains"]) assert.ok(!(old in manifest), old);
  const { common, support_ticket } = manifest.modules;
  assert.deepEqual(Object.keys(common.location), ["full_page_app"]);
  assert.deepEqual(Object.keys(support_ticket.location), ["ticket_sidebar"]);
  for (const { url, icon } of [common.location.full_page_app, support_ticket.location.ticket_sidebar]) {
    const html = readFileSync(join(hosts, "freshdesk/app", url), "utf8");
    assert.match(html, /<script src="\{\{\{appclient\}\}\}"><\/script>/);
    assert.match(readFileSync(join(hosts, "freshdesk/app", icon), "utf8"), /<svg[^>]*width="64" height="64"/);
  }
  for (const version of Object.values(manifest.engines)) assert.match(version, /^\d+\.\d+\.\d+$/);
  assert.ok(existsSync(join(hosts, "freshdesk/README.md")));
});

test("freshdesk: request templates are declared, of one host, and filled only where the platform fills them", () => {
  const templates = json("freshdesk", "config/requests.json");
  const { requests } = json("freshdesk", "manifest.json").modules.common;
  assert.deepEqual(Object.keys(templates).sort(), Object.keys(requests).sort());
  const parameters = json("freshdesk", "config/iparams.json");
  for (const [name, { schema }] of Object.entries(templates)) {
    assert.match(name, /^[\w-]+$/);
    assert.equal(schema.method, "GET", name);
    assert.match(schema.path, /^\/api\/v2\//, name);
    assert.doesNotMatch(schema.host, /^https?:|\/$/, name);
    const secret = (text) =>
      Object.keys(parameters).some((key) => parameters[key].secure && text.includes(key));
    for (const part of [schema.host, schema.path, ...Object.values(schema.query)])
      assert.ok(!secret(part), part);
    for (const [, key] of JSON.stringify(schema).matchAll(/iparam\.(\w+)/g))
      assert.ok(key in parameters, key);
  }
});

test("freshdesk: installation parameters are of known types and explained; the key is kept from pages", () => {
  const parameters = json("freshdesk", "config/iparams.json");
  const types = [
    "text",
    "paragraph",
    "number",
    "dropdown",
    "checkbox",
    "date",
    "email",
    "phone_number",
    "domain",
    "url",
  ];
  for (const [name, { display_name, description, type, required }] of Object.entries(parameters)) {
    assert.ok(display_name && description, name);
    assert.ok(types.includes(type), name);
    assert.equal(typeof required, "boolean", name);
  }
  assert.equal(parameters.api_key.secure, true);
});
