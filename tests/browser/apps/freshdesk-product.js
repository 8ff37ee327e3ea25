// Plays the Freshworks client (`app`, `client`) in an app's frame, as the platform's own script does: data, settings, requests,
// events, the size of the frame and the ways to go elsewhere (developers.freshworks.com, app SDK 3.0, support_ticket).
// `freshdesk(name, options)` carries requests out; `told` keeps what the app asked of the product.

const told = { listens: new Map(), heights: [], clicks: [] };
globalThis.told = told;
globalThis.emit = (name) => told.listens.get(name)?.({ type: name, helper: { getData: () => ({}) } });

const given = async (name) => {
  const data = await globalThis.freshdeskData();
  if (!(name in data)) throw { status: 404, message: `no data of the name ${name}` };
  return { [name]: data[name] };
};

const client = {
  data: { get: given },
  events: { on: (name, listener) => void told.listens.set(name, listener) },
  iparams: { get: async () => (await globalThis.freshdeskData()).iparams },
  instance: {
    async resize({ height }) {
      if (!/^\d+px$/.test(height)) throw { status: 400, message: "a height is in pixels" };
      told.heights.push(height);
    },
  },
  interface: {
    async trigger(action, { id, value }) {
      told.clicks.push([action, id, value]);
    },
  },
  request: {
    async invokeTemplate(name, options) {
      const { ok, response } = await globalThis.freshdesk(name, options);
      if (!ok) throw response;
      return response;
    },
  },
};

globalThis.app = { initialized: async () => client };
