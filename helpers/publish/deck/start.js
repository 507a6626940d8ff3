// Begins a deck: shows its panels, and hands reveal.js to each module that needs it.

/**
 * @param {Record<string, any>} modules what each module exports, by its name
 * @param {Record<string, unknown>} models
 */
export default async function start({ reveal, deck, mount, panel, quiz, ...rest }, models) {
  await deck(reveal, mount({ panel, quiz }, models));
  for (const begin of Object.values(rest)) begin(reveal);
}
