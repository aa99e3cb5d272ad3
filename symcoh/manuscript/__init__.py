"""A supplement of one's own choice, from a specification in TOML: equations, derivations, tables, figures and numbers by name.

specification  the TOML file, every entry read and checked before anything is computed
text           a title or an author's name as LaTeX
captions       what is seen in each of the paper's figures
article        the frame of a document: preamble, title, contents, sections, figures, references
assemble       the files: manuscript.tex, values.tex and the figures
"""
