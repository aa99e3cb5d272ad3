"""The documentation: MyST Markdown, executed notebooks, docstrings as they are."""

import sys
from pathlib import Path

from symcoh.version import __version__

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "symcoh"
author = "The symcoh developers"
copyright = f"2026, {author}"
version = release = __version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click", "plain_docstrings", "data_tables"]
exclude_patterns = ["_build", "_ext", "conf.py"]
nitpicky = False

myst_enable_extensions = ["deflist", "dollarmath"]
myst_heading_anchors = 3
nb_custom_formats = {".py": ["jupytext.reads", {"fmt": "py:percent"}]}
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = -1  # a busy machine is no error

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_numpy_docstring = False
napoleon_custom_sections = ["Error"]

html_theme = "alabaster"
html_theme_options = {"description": "Exact, certified thermodynamics of autonomous quantum coherence", "page_width": "70em"}
html_show_sourcelink = False
