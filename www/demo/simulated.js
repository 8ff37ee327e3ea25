// A simulated desk, made in a worker beside the page so that the page stays responsive meanwhile.

/** Made once: a page may allow the name of a policy, but not twice. */
const policy = globalThis.trustedTypes?.createPolicy("deskgauge-demo", { createScriptURL: (url) => url });

/** The columns of a desk, and how long making them took. @returns {Promise<{ columns: any, ms: number }>} */
export function simulated(options) {
  return new Promise((resolve, reject) => {
    // Pages that demand Trusted Types want the address of a worker vouched for; this one is a literal of ours.
    const { href } = new URL("simulate-worker.js", import.meta.url);
    const worker = new Worker(policy?.createScriptURL(href) ?? href, { type: "module" });
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = (event) => {
      worker.terminate();
      reject(new Error(event.message || "the simulator could not be started"));
    };
    worker.postMessage(options);
  });
}
