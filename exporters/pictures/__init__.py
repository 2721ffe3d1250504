"""Pictures as SVG: the maps and the matrix as on screen, with title, legend and what they show.

Text stays text: it can be searched, read aloud, and changed in PowerPoint or a drawing program. Colours
are those of the light theme, because a picture that has left the app lies on paper or a slide.
"""
