"""Every bound mayact enforces, each with its reason.

Law: a bound that is exceeded refuses (`LimitExceeded`); nothing is ever truncated and then decided on,
because a decision about half an action is a decision about another action.
"""

from typing import Final

MAX_FRAME_BYTES: Final = 1_048_576
"""One message on a socket. Above the largest tool call seen from real agents (whole-file writes of a few
hundred kB), far below what would let one caller hold the gate's memory."""

MAX_JSON_DEPTH: Final = 64
"""Nesting of arrays and objects. Real tool calls stay below 10; parsers recurse, so depth is stack."""

MAX_COMMAND_CHARS: Final = 65_536
"""Length of a shell text that is analysed. Longer texts are `opaque`, never half read."""

MAX_SHELL_WEIGHT: Final = 6_000
"""Nodes of a shell text's syntax tree, deep ones counted several times. The parsers' time goes with it (a tenth of a
second at most); a day's longest command, here-documents aside, has a few hundred."""

MAX_ANALYSIS_WORK: Final = 2_000_000
"""Work of one round of analysis, parsing included, in units of about a tenth of a microsecond: what each step, word,
character and variable costs stands where it is spent. Counted, not timed, so that the same call always gets the same
answer; a day's longest command needs a few hundredths of it."""

MAX_PATH_CHARS: Final = 4_096
"""PATH_MAX of Linux, terminator included: no directory that a program is started in has a longer name."""

MAX_SHELL_DEPTH: Final = 8
"""Shells inside shells (`bash -c "bash -c …"`, wrappers, substitutions) that analysis follows."""

MAX_EFFECTS: Final = 256
"""Effects of one call. Each costs one policy evaluation per hop; more than this is refused, not sampled."""

MAX_HOPS: Final = 8
"""Principals in a delegation chain."""

MAX_EVALUATIONS: Final = 512
"""effects x hops of one decision."""

MAX_OBSERVATION_ROUNDS: Final = 4
"""How often analysis may come back with new questions before what is unanswered counts as unknown."""

MAX_PIN_BYTES: Final = 8_388_608
"""Size of a file whose content is pinned into a digest (a script). Larger scripts are `opaque`."""

MAX_LOOK_BYTES: Final = 262_144
"""Of one file whose content is about to leave, how much is looked through for secrets: some milliseconds. What lies
beyond counts as not looked at."""

MAX_MANIFEST_BYTES: Final = 131_072
"""Size of a manifest whose declared dependencies are compared with what it would become. Real ones stay below 50 kB;
of a larger one everything counts as new. It passes as one line between the gate and its helper (at most 1 MiB)."""

MAX_PUSHED_FILES: Final = 1_000
"""Files that a push changes and that are told one by one. Of a larger push nothing but what was found in the first is
told."""

MAX_ID_CHARS: Final = 256
"""Identifiers that a caller supplies (session, call id, task, agent names)."""

MAX_PERMIT_LIFE_MS: Final = 60_000
"""A permit that is not redeemed in this time is void: it was minted for *now* (OAuth transaction tokens
are likewise short-lived)."""

MAX_RUN_MS: Final = 3_600_000
"""After this long without an outcome a redeemed permit is closed as `unknown`, which counts as executed. A report
that comes later still replaces it."""

MAX_SPEND_RACES: Final = 3
"""How often a decision is made again because somebody else spent its approval in between."""

MAX_OPEN_REQUESTS: Final = 64
"""Requests of one person's agents that wait for an answer. Nobody reads more of them, and each is held in memory: what
an agent can repeat without end must not bury what the others asked."""

MAX_ALL_OPEN_REQUESTS: Final = 1_024
"""The same for everybody together, so that inventing persons does not help a boundary either."""

MAX_REASON_CHARS: Final = 2_000
"""Free text a person attaches to an approval or a denial."""

MAX_RULE_CHARS: Final = 8_192
"""One policy rule, comments included. Hand-written rules stay below 1,000; the policy engine recurses and ends the
process on texts of some ten thousand nested terms (measured), which no handler could refuse any more."""

MAX_RULE_DEPTH: Final = 32
"""Brackets and `if`s inside one another in a policy rule, for the same reason."""

MAX_PROOF_BYTES: Final = 2 * MAX_FRAME_BYTES
"""A whole entry in base64, with what shows that it is in the log."""

MAX_BATCH_ITEMS: Final = 256
"""Evaluations in one AuthZEN batch: more are refused. Results in one page of a search: a page that may hold more holds
so many, since `limit` is the most that the caller takes (AuthZEN 1.0, 8.2.1). Each costs a policy evaluation, and one
caller must not hold the decision point."""

MAX_BATCH_BYTES: Final = MAX_FRAME_BYTES
"""What the items of one AuthZEN batch take from its defaults, counted anew for each; and the request of a search, for
each candidate of one page. Deciding costs about a microsecond a byte in the one thread that answers everybody; without
this bound one request held it for a hundred seconds (measured)."""

MAX_HTTP_BODY_BYTES: Final = MAX_FRAME_BYTES
"""One HTTP request, as one message on a socket."""
