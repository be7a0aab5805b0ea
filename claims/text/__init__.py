"""Text in, meaning out: reading transcripts and articles, sentences, anchoring, quotes, addresses.

Pure Python: nothing here imports Django or any other part of the product. Every offset is counted
in Unicode code points of the normalised text, and every span is half open: ``[start, end)``.
"""
