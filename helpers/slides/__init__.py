"""Lessons as HTML slides that need neither Python nor a network: `python -m helpers.slides`.

`deck` turns a notebook into one file, `packages` brings the JavaScript that it carries, `template/`
says how it looks, and `deck.js` what the keys do.
"""
