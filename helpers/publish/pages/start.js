// Begins a page: shows its panels, and lets each other module see to its part.

/**
 * @param {Record<string, any>} modules what each module exports, by its name
 * @param {Record<string, unknown>} models
 */
export default async function start({ mount, panel, quiz, ...rest }, models) {
  await mount({ panel, quiz }, models);
  for (const begin of Object.values(rest)) begin();
}
