"""The version of forewarn, recorded with every estimate."""

VERSION = "0.1.0"
