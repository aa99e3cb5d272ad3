"""The paper's figures and plots of one's own, drawn from certified values with matplotlib (extra `plot`).

paper     the ten figures: parameters, curves, captions
own       any quantity over any parameter
drawing   curves and the plane of Fig. 3 as matplotlib figures
files     PDF, PNG and SVG files, the same bytes every time
"""
