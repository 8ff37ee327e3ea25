// Plays Zendesk Support around an app's frame: the other side of the messages that Zendesk's own SDK sends and awaits
// (zendesk_app_framework_sdk 2.0.11, lib/client.js, Apache-2.0): a handshake, properties, actions, events and requests. Runs in
// the outer page; `zendeskApi(url)` carries requests out, `told` keeps what the app asked of the product.
//
//     play({ frame, appGuid, origin, settings, properties });
//     emit("ticket.updated");

globalThis.play = ({ frame, appGuid, origin, settings, properties }) => {
  const told = { listens: new Set(), invoked: [], requested: [] };
  globalThis.told = told;
  const post = (message) => frame.contentWindow.postMessage(JSON.stringify(message), origin);
  const event = (key, message) => post({ key: `zaf.${key}`, message, appGuid });
  globalThis.emit = (name, value) => event(name, value);

  addEventListener("message", async (message) => {
    if (message.source !== frame.contentWindow || message.origin !== origin) return;
    const { key, message: value, id, request, params, appGuid: guid } = JSON.parse(message.data);
    if (guid !== appGuid) return;
    if (key === "iframe.handshake") {
      event("app.registered", { metadata: { appId: 1, settings }, context: { product: "support" } });
    } else if (key?.startsWith("iframe.on:")) {
      told.listens.add(key.slice("iframe.on:".length));
    } else if (key?.startsWith("request:")) {
      told.requested.push(value);
      const { ok, response } = await globalThis.zendeskApi(value.url);
      event(`${key}.${ok ? "done" : "fail"}`, { responseArgs: [response] });
    } else if (request === "get") {
      const errors = Object.fromEntries(
        params.filter((path) => !(path in properties)).map((path) => [path, { message: "No such Api" }]),
      );
      post({ id, appGuid, result: { ...properties, errors } });
    } else if (request === "invoke") {
      const [[action, args]] = Object.entries(params);
      told.invoked.push([action, ...args]);
      if (action === "resize") frame.style.height = args[0].height;
      post({ id, appGuid, result: { [action]: null, errors: {} } });
    }
  });
};
