"""Disables jsonschema's check of internationalized addresses (IRIs), which no notebook contains; import it first.

The package for that check compiles 38 grammars when it is imported, which takes over a second. jsonschema works without it.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)
