"""An invented newsroom of any size, to measure and to look at: rows for COPY, and their loading.

All but `loading` is plain Python without Django: worker processes run it.
"""
