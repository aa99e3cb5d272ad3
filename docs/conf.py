"""The documentation: MyST Markdown, executed notebooks, docstrings as they are; it opens from a disk without a network."""

import gc
import sys
from pathlib import Path

from symcoh.version import __version__

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

gc.set_threshold(50_000, 20, 50)  # a page is a tree of thousands of nodes, and none of them is garbage before it is written

project = "symcoh"
author = "The symcoh developers"
copyright = f"2026, {author}"
version = release = __version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click", "sphinx_copybutton"]
extensions += ["plain_docstrings", "data_tables", "mathml", "drawn", "modules"]
exclude_patterns = ["_build", "_ext", "architecture.py", "conf.py", "math_font.py"]
nitpicky = False

myst_enable_extensions = ["deflist", "dollarmath"]
myst_heading_anchors = 3
smartquotes = False  # -- is an option, not a dash
nb_custom_formats = {".py": ["jupytext.reads", {"fmt": "py:percent"}]}
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = -1  # a busy machine is no error

toc_object_entries = False  # Furo copies the whole tree for every page
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_use_type_comments = False  # there are none
napoleon_numpy_docstring = False
napoleon_custom_sections = ["Error"]
copybutton_prompt_text = r"\$ |>>> |\.\.\. "
copybutton_prompt_is_regexp = True

html_theme = "furo"
html_title = "symcoh"
html_math_renderer = "mathml"
html_static_path = ["_static", "../symcoh/formulary/math.woff2"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
