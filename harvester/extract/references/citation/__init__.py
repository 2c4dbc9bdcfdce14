"""The parser of one printed reference: tokens, labels by a model, fields by rules, a CSL item."""
