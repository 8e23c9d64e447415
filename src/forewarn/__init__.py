"""Strategic warning as code: write the argument, compute its futures, keep score.

>>> import forewarn
>>> forewarn.__version__
'0.1.0'
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
