"""Files out: what is on screen, as it leaves. One pure content, one file a format.

Nothing here knows a screen, a database or the reader's language: whoever calls says every word.
"""
