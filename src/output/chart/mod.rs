//! Charts: `plan` turns a summary into plain numbers and texts (tested as data); each other file only draws.
