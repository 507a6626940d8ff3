"""The lessons in JupyterLite, which runs them in a browser: `python -m helpers.publish.lite`.

The way of the data: `wheels` brings what Python will import, `bytecode` compiles it, `pyodide` puts
it beside the runtime with a list of all of it, and `jupyterlite` builds the pages round that. Their
part of our own, which says what the kernel does and keeps a learner's work, is `extension/`.
"""
