"""The agent's tools, each through the gate: for agents whose own tools are switched off."""
