"""What makes slides, pages, handouts and JupyterLite of the lessons; no lesson imports it."""
