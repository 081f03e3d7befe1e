"""A block with everything it needs in one text, so that a browser can draw it as a picture by itself.

The browser draws it inside an SVG image, which runs nothing and loads nothing. So what a block shows has to come
along: its style sheets, pictures and fonts, fetched here within limits. What could not be had is counted and said.
"""
