"""What there is on a machine beside the gate, and what is wrong with it: found elsewhere, judged here."""
