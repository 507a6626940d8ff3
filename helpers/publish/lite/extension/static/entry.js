// Where JupyterLab enters the extension: what a bundler would write, around modules that need none.

(() => {
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const all = /** @type {any} */ (window);
  all._JUPYTERLAB ??= {};
  all._JUPYTERLAB["how-one-neuron-learns"] = {
    init: async () => undefined,
    get: async () => {
      const { default: plugin } = await import(new URL("plugin.js", src).href);
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
