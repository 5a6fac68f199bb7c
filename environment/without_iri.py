"""Imported before jsonschema, leaves out its check of internationalized addresses (IRIs), which no notebook contains.

The package of that check compiles 38 grammars when it is imported, which takes over a second. jsonschema does without it.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)
