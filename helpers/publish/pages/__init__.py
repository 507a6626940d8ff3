"""The course as pages to read, and to put on any web server: `python -m helpers.publish.pages`.

`pages` turns each notebook into a page by `page/`, with panels that need no kernel; the lesson with
the panel of the first page gives that page too, by `landing/`. `teachers.md` is a page as well.
`addresses.json` says where the course is on the web, `services` where it can be opened, and
`written` writes both into the README and the lessons. `archive` packs the course for who wants to
run it.
"""
