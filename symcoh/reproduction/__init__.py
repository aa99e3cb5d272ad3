"""Everything the project can reproduce, in steps that are taken up again where they were left.

step      what a step is: a name, what its outcome depends on, and the function that makes its files
record    which steps are done, with the hash of every file
run       the loop: skip what is there and unchanged, make the rest
plan      the steps of `symcoh reproduce`
products  the functions that make the files
report    the reference table on the screen, as CSV and as LaTeX
"""
