"""The node types of shfmt's JSON tree and their fields (shfmt 3.12 to 3.14, `syntax/nodes.go`).

Law: a closed list. What is not in it is refused by `decode`, because a part that is not understood could be the part
that runs. Positions carry no meaning; of some of them `decode` makes spans.
"""

from typing import Final

_PLACES: Final = frozenset(
    {
        "Type", "Pos", "End", "ValuePos", "ValueEnd", "OpPos", "Position", "Left", "Right", "Semicolon", "Lbrace",
        "Rbrace", "Lparen", "Rparen", "ThenPos", "FiPos", "WhilePos", "DoPos", "DonePos", "ForPos", "InPos", "Case",
        "In", "Esac", "Coproc", "Let", "Time", "Comments", "Last", "CondLast", "ThenLast", "DoLast", "Hash",
    }
)  # fmt: skip

_FIELDS: Final[dict[str, frozenset[str]]] = {
    "File": frozenset({"Name", "Stmts"}),
    "Stmt": frozenset({"Cmd", "Negated", "Background", "Redirs"}),
    "Redirect": frozenset({"Op", "N", "Word", "Hdoc"}),
    "Assign": frozenset({"Append", "Naked", "Name", "Index", "Value", "Array"}),
    "ArrayExpr": frozenset({"Elems"}),
    "ArrayElem": frozenset({"Index", "Value"}),
    "Word": frozenset({"Parts"}),
    "Lit": frozenset({"Value"}),
    "SglQuoted": frozenset({"Dollar", "Value"}),
    "DblQuoted": frozenset({"Dollar", "Parts"}),
    "CmdSubst": frozenset({"Stmts", "Backquotes", "TempFile", "ReplyVar"}),
    "ParamExp": frozenset({"Dollar", "Short", "Excl", "Length", "Param", "Index", "Slice", "Repl", "Names", "Exp"}),
    "Slice": frozenset({"Offset", "Length"}),
    "Repl": frozenset({"All", "Orig", "With"}),
    "Exp": frozenset({"Op", "Word"}),
    "ArithmExp": frozenset({"Bracket", "X"}),
    "ProcSubst": frozenset({"Op", "Stmts"}),
    "ExtGlob": frozenset({"Op", "Pattern"}),
    "BinaryArithm": frozenset({"Op", "X", "Y"}),
    "UnaryArithm": frozenset({"Op", "Post", "X"}),
    "ParenArithm": frozenset({"X"}),
    "BinaryTest": frozenset({"Op", "X", "Y"}),
    "UnaryTest": frozenset({"Op", "X"}),
    "ParenTest": frozenset({"X"}),
    "CallExpr": frozenset({"Assigns", "Args"}),
    "DeclClause": frozenset({"Variant", "Args"}),
    "IfClause": frozenset({"Cond", "Then", "Else"}),
    "WhileClause": frozenset({"Until", "Cond", "Do"}),
    "ForClause": frozenset({"Select", "Braces", "Loop", "Do"}),
    "WordIter": frozenset({"Name", "Items"}),
    "CStyleLoop": frozenset({"Init", "Cond", "Post"}),
    "CaseClause": frozenset({"Braces", "Word", "Items"}),
    "CaseItem": frozenset({"Op", "Patterns", "Stmts"}),
    "Block": frozenset({"Stmts"}),
    "Subshell": frozenset({"Stmts"}),
    "BinaryCmd": frozenset({"Op", "X", "Y"}),
    "FuncDecl": frozenset({"RsrvWord", "Parens", "Name", "Body"}),
    "ArithmCmd": frozenset({"X"}),
    "LetClause": frozenset({"Exprs"}),
    "TestClause": frozenset({"X"}),
    "TimeClause": frozenset({"PosixFormat", "Stmt"}),
    "CoprocClause": frozenset({"Name", "Stmt"}),
}

KNOWN: Final = {kind: fields | _PLACES for kind, fields in _FIELDS.items()}

REDIRECTIONS: Final = frozenset({">", ">>", "<", "<>", "<&", ">&", ">|", "<<", "<<-", "<<<", "&>", "&>>"})
